package main

import (
	"bytes"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"errors"
	"fmt"
	"slices"
)

// runsOn says why a program would not start on the machine it is for. It asks
// for nothing of that machine but the system's own library, where there is no
// other way to call the system.
func runsOn(b binary, program []byte) error {
	switch b.goos {
	case "linux":
		return runsOnLinux(b.goarch, program)
	case "windows":
		return runsOnWindows(program)
	case "darwin":
		return runsOnMac(b.goarch, program)
	}
	return fmt.Errorf("no rule for %s", b.goos)
}

func runsOnLinux(goarch string, program []byte) error {
	f, err := elf.NewFile(bytes.NewReader(program))
	if err != nil {
		return err
	}
	defer f.Close()
	want := map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64}[goarch]
	if f.Machine != want || f.Class != elf.ELFCLASS64 {
		return fmt.Errorf("is for %v, want %v", f.Machine, want)
	}
	// AppInspect overlooks a position-independent program: do not hide there.
	if f.Type != elf.ET_EXEC {
		return fmt.Errorf("is of type %v, want %v", f.Type, elf.ET_EXEC)
	}
	if slices.ContainsFunc(f.Progs, func(p *elf.Prog) bool { return p.Type == elf.PT_INTERP }) {
		return errors.New("needs a loader and with it the system's C library")
	}
	return nil
}

func runsOnWindows(program []byte) error {
	f, err := pe.NewFile(bytes.NewReader(program))
	if err != nil {
		return err
	}
	defer f.Close()
	if f.Machine != pe.IMAGE_FILE_MACHINE_AMD64 {
		return fmt.Errorf("is for machine %#x, want %#x", f.Machine, pe.IMAGE_FILE_MACHINE_AMD64)
	}
	header, ok := f.OptionalHeader.(*pe.OptionalHeader64)
	if !ok || header.Subsystem != pe.IMAGE_SUBSYSTEM_WINDOWS_CUI {
		return errors.New("is no 64-bit program for the console")
	}
	return nil
}

func runsOnMac(goarch string, program []byte) error {
	f, err := macho.NewFile(bytes.NewReader(program))
	if err != nil {
		return err
	}
	defer f.Close()
	want := map[string]macho.Cpu{"amd64": macho.CpuAmd64, "arm64": macho.CpuArm64}[goarch]
	if f.Cpu != want || f.Type != macho.TypeExec {
		return fmt.Errorf("is for %v, want %v", f.Cpu, want)
	}
	libraries, err := f.ImportedLibraries()
	if err != nil {
		return err
	}
	for _, library := range libraries {
		if !slices.Contains([]string{"/usr/lib/libSystem.B.dylib", "/usr/lib/libresolv.9.dylib"}, library) {
			return fmt.Errorf("needs %s", library)
		}
	}
	// An ARM Mac starts no program without a signature; the linker makes one.
	const codeSignature = 0x1d // LC_CODE_SIGNATURE
	isSigned := slices.ContainsFunc(f.Loads, func(l macho.Load) bool {
		return f.ByteOrder.Uint32(l.Raw()) == codeSignature
	})
	if goarch == "arm64" && !isSigned {
		return errors.New("is not signed")
	}
	return nil
}
