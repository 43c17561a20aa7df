package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// shipped lists every file of the checkout that a package holds. Nothing else
// gets in: the checkout's root is the app's root too, and full of what must
// not ship. The folder app/ is left out of the names inside the package.
var shipped = []string{
	"LICENSE",
	"app.manifest",
	"app/README.md",
	"app/README/analyticstories.conf.spec",
	"app/lookups/cs_demo_events.csv",
	"app/static/appIcon.png",
	"app/static/appIconAlt.png",
	"app/static/appIconAlt_2x.png",
	"app/static/appIcon_2x.png",
	"app/static/appLogo.png",
	"app/static/appLogo_2x.png",
	"default/analyticstories.conf",
	"default/app.conf",
	"default/collections.conf",
	"default/commands.conf",
	"default/data/ui/nav/default.xml",
	"default/data/ui/views/demo.xml",
	"default/data/ui/views/health.xml",
	"default/data/ui/views/investigation.xml",
	"default/data/ui/views/lists.xml",
	"default/data/ui/views/overview.xml",
	"default/data/ui/views/tuning.xml",
	"default/distsearch.conf",
	"default/macros.conf",
	"default/savedsearches.conf",
	"default/searchbnf.conf",
	"default/server.conf",
	"default/transforms.conf",
	"docs/admin/enterprise-security.md",
	"docs/admin/install.md",
	"docs/admin/permissions.md",
	"docs/admin/sizing.md",
	"docs/admin/troubleshooting.md",
	"docs/admin/tuning.md",
	"docs/admin/upgrade.md",
	"docs/appinspect.md",
	"docs/detections/authentication.md",
	"docs/detections/aws_access_key.md",
	"docs/detections/aws_cloudtrail.md",
	"docs/detections/aws_security_lake.md",
	"docs/detections/azure_ad.md",
	"docs/detections/o365.md",
	"docs/detections/okta.md",
	"docs/options.md",
	"metadata/default.meta",
}

// Modes of what a package holds; what the disk says does not matter.
const (
	dirMode    = 0o755
	fileMode   = 0o644
	binaryMode = 0o755
)

// An entry is one file of a package.
type entry struct {
	name string // below the app's folder, with slashes
	mode int64
	data []byte
}

// assemble collects a target's files from the checkout at root and from what
// was built for it.
func assemble(root string, r release, t target, built []artifact) ([]entry, error) {
	entries := []entry{{licensesFile, fileMode, licenseTexts(built)}}
	for _, a := range built {
		entries = append(entries, entry{a.path, binaryMode, a.data})
	}
	for _, path := range shipped {
		data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(path)))
		if err != nil {
			return nil, err
		}
		switch path {
		case "app/README.md":
			data, err = replaceOnce(data, declarationMark, declaration(r, built))
		case "default/commands.conf":
			data, err = replaceOnce(data, filenameLine, []byte("filename = "+t.commandFile()+"\n"))
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		entries = append(entries, entry{strings.TrimPrefix(path, "app/"), fileMode, data})
	}
	return entries, nil
}

// filenameLine is the line of commands.conf that differs between platforms.
const filenameLine = "filename = concurrentsessions\n"

// replaceOnce puts text in the place of a mark that must be there exactly once.
func replaceOnce(data []byte, mark string, text []byte) ([]byte, error) {
	if n := bytes.Count(data, []byte(mark)); n != 1 {
		return nil, fmt.Errorf("the line %q is there %d times: it must be there once", strings.TrimSpace(mark), n)
	}
	return bytes.Replace(data, []byte(mark), text, 1), nil
}
