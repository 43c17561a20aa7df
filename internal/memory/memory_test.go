package memory_test

import (
	"os"
	"runtime"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/memory"
)

func TestAvailable(t *testing.T) {
	t.Parallel()
	const meminfo = "MemTotal:       16000000 kB\nMemFree:  1 kB\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  int64
	}{
		"nothing known": {nil, memory.Unknown},
		"no groups":     {map[string]string{"proc/meminfo": meminfo}, 16000000 << 10},
		"v2": {map[string]string{
			"proc/meminfo": meminfo, "proc/self/cgroup": "0::/app.slice/search\n",
			"sys/fs/cgroup/app.slice/search/memory.max": "max\n", "sys/fs/cgroup/app.slice/memory.max": "1073741824\n",
		}, 1 << 30},
		"v2 in a container": {map[string]string{
			"proc/meminfo": meminfo, "proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "536870912\n",
		}, 512 << 20},
		"v1": {map[string]string{
			"proc/meminfo": meminfo, "proc/self/cgroup": "5:cpu,memory:/docker/x\n3:pids:/y\n",
			"sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes": "268435456\n",
		}, 256 << 20},
		"v1 without a limit": {map[string]string{
			"proc/meminfo": meminfo, "proc/self/cgroup": "5:memory:/x\n",
			"sys/fs/cgroup/memory/x/memory.limit_in_bytes": "9223372036854771712\n",
		}, 16000000 << 10},
		"odd lines": {map[string]string{"proc/meminfo": "MemTotal:\nMemTotal: x kB\n", "proc/self/cgroup": "nonsense\n"}, memory.Unknown},
	} {
		files := fstest.MapFS{}
		for file, text := range c.files {
			files[file] = &fstest.MapFile{Data: []byte(text)}
		}
		require.Equal(t, c.want, memory.Available(files), name)
	}
	if runtime.GOOS == "linux" {
		require.Greater(t, memory.Available(os.DirFS("/")), int64(64<<20))
	}
}
