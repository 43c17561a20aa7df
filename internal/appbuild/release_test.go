package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestReadRelease(t *testing.T) {
	const manifest = `{"info": {"id": {"name": "app", "version": "1.2.3"}, "releaseDate": "2026-01-02"}}`
	const conf = "[launcher]\nversion = 1.2.3\n[package]\nid = app\n[id]\nname = app\nversion = 1.2.3\n"
	for _, test := range []struct {
		name, manifest, conf, epoch string
		want                        time.Time
		err                         string
	}{
		{"manifest's date", manifest, conf, "", time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC), ""},
		{"given date", manifest, conf, "86400", time.Date(1970, 1, 2, 0, 0, 0, 0, time.UTC), ""},
		{"bad given date", manifest, conf, "today", time.Time{}, "SOURCE_DATE_EPOCH: "},
		{"no date", `{}`, conf, "", time.Time{}, "app.manifest: releaseDate: "},
		{"no manifest", `{`, conf, "", time.Time{}, "app.manifest: "},
		{
			"another version", manifest, "[launcher]\nversion = 1.2.4\n", "",
			time.Time{},
			`app.conf: [launcher] version is "1.2.4", app.manifest says "1.2.3": make them equal`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "app.manifest", test.manifest)
			write(t, dir, "default/app.conf", test.conf)
			r, err := readRelease(dir, test.epoch)
			if test.err != "" {
				require.ErrorContains(t, err, test.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, release{"app", "1.2.3", test.want}, r)
		})
	}
}

// write puts a file into dir, with the folders it needs.
func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
}
