package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLicenseName(t *testing.T) {
	for text, want := range map[string]string{
		"The MIT License\n\nPermission is hereby granted, free of\ncharge, to any person obtaining a copy of":                     "MIT",
		"ISC License\n\nPermission to use, copy, modify, and/or distribute this software for any\npurpose with or without fee is": "ISC",
		"                 Apache License\n           Version 2.0, January 2004":                                                   "Apache-2.0",
		"Redistribution and use in source and binary forms ...\n * Neither the name of Google":                                    "BSD-3-Clause",
		"Redistribution and use in source and binary\nforms, with or without modification":                                        "BSD-2-Clause",
		"Apache License Version 2.0 ... for a part: Redistribution and use in source and binary forms":                            "Apache-2.0 AND BSD-2-Clause",
	} {
		got, err := licenseName([]byte(text))
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	_, err := licenseName([]byte("All rights reserved."))
	require.ErrorContains(t, err, "license not known")
}

func TestReadLicense(t *testing.T) {
	dir := t.TempDir()
	_, err := readLicense(dir)
	require.ErrorContains(t, err, "no license file")
	write(t, dir, "COPYING", "copy it")
	text, err := readLicense(dir)
	require.NoError(t, err)
	require.Equal(t, "copy it", string(text))
}

func TestLinkedOnce(t *testing.T) {
	a, b := module{path: "a"}, module{path: "b"}
	got := linked([]artifact{{modules: []module{b, a}}, {modules: []module{b}}})
	require.Equal(t, []module{a, b}, got)
}
