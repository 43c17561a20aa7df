package hec

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Dataset is a log file and what Splunk should note beside its events.
type Dataset struct {
	File string
	Meta Meta
}

// description is a data.yml of the collection splunk/attack_data: datasets in
// its present form, dataset and sourcetypes in the one before.
type description struct {
	Datasets []struct {
		Path, Source, Sourcetype string
	}
	Dataset     []string
	Sourcetypes []string
}

// Datasets lists the logs that a path stands for: a log file itself, or those
// that a description in YAML (splunk/attack_data) names, as far as they lie on
// this machine. What is set in over goes before what the description says.
func Datasets(file string, over Meta) ([]Dataset, error) {
	if ext := strings.ToLower(filepath.Ext(file)); ext != ".yml" && ext != ".yaml" {
		return []Dataset{{file, over}}, nil
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var d description
	if err := yaml.Unmarshal(content, &d); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var list []Dataset
	for _, named := range d.Datasets {
		local, err := find(file, named.Path)
		if err != nil {
			return nil, err
		}
		list = append(list, Dataset{local, merged(over, named.Source, named.Sourcetype)})
	}
	for _, address := range d.Dataset {
		sourcetype := ""
		if len(d.Sourcetypes) == 1 {
			sourcetype = d.Sourcetypes[0]
		} else if over.Sourcetype == "" {
			return nil, fmt.Errorf("%s names %d source types and does not say which log has which: send the logs one by one, and name it", file, len(d.Sourcetypes))
		}
		local, err := find(file, address)
		if err != nil {
			return nil, err
		}
		list = append(list, Dataset{local, merged(over, "", sourcetype)})
	}
	if list == nil {
		return nil, fmt.Errorf("%s describes no datasets: want a list datasets with path, source and sourcetype", file)
	}
	return list, nil
}

func merged(over Meta, source, sourcetype string) Meta {
	if over.Source == "" {
		over.Source = source
	}
	if over.Sourcetype == "" {
		over.Sourcetype = sourcetype
	}
	return over
}

// find finds the log that a description names: a file beside the description,
// by its path or its download address; or, if the path begins with the folder
// datasets, as in splunk/attack_data, a file below the folder of that name in
// which the description itself lies. Nothing is downloaded, and no path leads
// elsewhere: whoever wrote the description does not choose what is sent.
func find(description, named string) (string, error) {
	if named == "" {
		return "", fmt.Errorf("%s: a dataset has no path", description)
	}
	folder, err := filepath.Abs(filepath.Dir(description))
	if err != nil {
		return "", err
	}
	if beside := filepath.Join(folder, path.Base(named)); exists(beside) {
		return beside, nil
	}
	local := filepath.FromSlash(strings.TrimPrefix(named, "/"))
	below, ok := strings.CutPrefix(local, collection+string(filepath.Separator))
	if ok && filepath.IsLocal(below) {
		for top := folder; top != filepath.Dir(top); top = filepath.Dir(top) {
			if file := filepath.Join(top, below); filepath.Base(top) == collection && exists(file) {
				return file, nil
			}
		}
	}
	return "", fmt.Errorf("%s: its log %s is not on this machine: %w; put it beside the description", description, named, errNoLog)
}

// collection is the folder in which all logs of splunk/attack_data lie.
const collection = "datasets"

var errNoLog = errors.New("nothing is downloaded")

func exists(file string) bool {
	info, err := os.Stat(file)
	return err == nil && info.Mode().IsRegular()
}
