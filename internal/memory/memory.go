// Package memory tells how much memory there is for this process.
package memory

import (
	"bufio"
	"bytes"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// Unknown is what [Available] gives where it cannot tell.
const Unknown = 0

// Available is how many bytes this process may use: the least limit of its
// control groups (cgroup v1 or v2), or the machine's memory. root is the root
// of the file system; on systems other than Linux the answer is Unknown.
func Available(root fs.FS) int64 {
	least := machine(root)
	for _, file := range limitFiles(root) {
		text, err := fs.ReadFile(root, file)
		if err != nil {
			continue
		}
		// "max" (v2) and numbers near 2^63 (v1) are no limit.
		n, err := strconv.ParseInt(string(bytes.TrimSpace(text)), 10, 64)
		if err == nil && n > 0 && (least == Unknown || n < least) {
			least = n
		}
	}
	return least
}

// machine reads MemTotal, in kB.
func machine(root fs.FS) int64 {
	f, err := root.Open("proc/meminfo")
	if err != nil {
		return Unknown
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) >= 2 && fields[0] == "MemTotal:" {
			kB, _ := strconv.ParseInt(fields[1], 10, 64)
			return kB << 10
		}
	}
	return Unknown
}

// limitFiles lists the files in which the limits of this process's groups
// stand, from its own group up to the root group.
func limitFiles(root fs.FS) (files []string) {
	text, err := fs.ReadFile(root, "proc/self/cgroup")
	if err != nil {
		return nil
	}
	// Each line is id:controllers:path; v2 has the id 0 and no controllers.
	for line := range strings.Lines(string(text)) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) != 3 {
			continue
		}
		base, name := "sys/fs/cgroup", "memory.max"
		if parts[1] != "" {
			if !strings.Contains(","+parts[1]+",", ",memory,") {
				continue
			}
			base, name = "sys/fs/cgroup/memory", "memory.limit_in_bytes"
		}
		for group := path.Clean("/" + parts[2]); ; group = path.Dir(group) {
			files = append(files, path.Join(base, group, name))
			if group == "/" {
				break
			}
		}
	}
	return files
}
