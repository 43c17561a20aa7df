package compatibility

import "strings"

// A shape is how some splunkd writes getinfo. ARGS and RAW stand for the
// arguments, which differ between searches.
type shape struct {
	name string
	json string
	// withoutTimes says that the search's range is not told.
	withoutTimes bool
}

// shapes are the recorded forms, those known from Splunk's own SDK and apps,
// and what follows from the rule that nothing but the arguments is promised.
// Each search has the range 1699990000 to 1700090000.
var shapes = []shape{
	{name: "8.2 and later, as recorded from 8.2.1", json: `{"action":"getinfo","preview":false,"streaming_command_will_restart":false,"searchinfo":{
		"args":ARGS,"raw_args":RAW,"dispatch_dir":"","sid":"1700000000.12","app":"search","owner":"admin","username":"admin",
		"session_key":"none","splunkd_uri":"https://127.0.0.1:8089","splunk_version":"8.2.1","search":"search%20index%3Dmain","command":"concurrentsessions",
		"maxresultrows":50000,"earliest_time":"1699990000","latest_time":"1700090000"}}`},
	{name: "6.3, as recorded: no command, no row limit, a build date for a version", json: `{"action":"getinfo","preview":false,"searchinfo":{
		"args":ARGS,"raw_args":RAW,"dispatch_dir":"","sid":"1433261372.158","app":"searchcommands_app","owner":"admin","username":"admin",
		"session_key":"none","splunkd_uri":"https://127.0.0.1:8089","splunk_version":"20150522","search":"%7C%20inputlookup%20random_data",
		"earliest_time":"1699990000","latest_time":"1700090000"}}`},
	{name: "6.5 to 7.3: between the recorded ones", json: `{"action":"getinfo","preview":false,"streaming_command_will_restart":false,"searchinfo":{
		"args":ARGS,"raw_args":RAW,"dispatch_dir":"","sid":"scheduler__admin__search__RMD5_at_1700000000_1","app":"search","owner":"admin","username":"admin",
		"session_key":"none","splunkd_uri":"https://127.0.0.1:8089","splunk_version":"7.3.9","search":"search index=main","command":"concurrentsessions",
		"maxresultrows":50000,"earliest_time":"1699990000.000","latest_time":"1700090000.000"}}`},
	{name: "8.0: a row limit of 0", json: `{"action":"getinfo","preview":false,"streaming_command_will_restart":true,"searchinfo":{
		"args":ARGS,"raw_args":RAW,"dispatch_dir":"","sid":"1700000000.12","app":"search","owner":"admin","username":"admin",
		"session_key":"none","splunkd_uri":"https://127.0.0.1:8089","splunk_version":"8.0.3","search":"","command":"concurrentsessions",
		"maxresultrows":0,"earliest_time":"1699990000","latest_time":"1700090000"}}`},
	{name: "9.x: previews are off, so the key may go", json: `{"action":"getinfo","streaming_command_will_restart":false,"searchinfo":{
		"args":ARGS,"raw_args":RAW,"dispatch_dir":"","sid":"1700000000.12_5C2F6A0E-0000-4000-8000-000000000000","app":"SplunkEnterpriseSecuritySuite","owner":"nobody","username":"splunk-system-user",
		"session_key":"none","splunkd_uri":"https://127.0.0.1:8089","splunk_version":"9.4.1","search":"search%20index%3Dmain","command":"concurrentsessions",
		"maxresultrows":50000,"earliest_time":"1699990000","latest_time":"1700090000"}}`},
	{name: "10: keys that are not known", json: `{"action":"getinfo","novelty":{"list":[1,null,"x",{"y":[]}]},"preview":false,"searchinfo":{"novelty":true,
		"args":ARGS,"raw_args":RAW,"dispatch_dir":"","sid":"1700000000.12","app":"search","owner":"admin","username":"admin","roles":["admin","power"],
		"session_key":"none","splunkd_uri":"https://[::1]:8089","splunk_version":"10.0.0","search":"search%20index%3Dmain","command":"concurrentsessions",
		"maxresultrows":50000,"earliest_time":"1699990000","latest_time":"1700090000"},"trace_id":"0"}`},
	{name: "numbers as strings", json: `{"action":"getinfo","preview":"0","searchinfo":{"args":ARGS,"raw_args":RAW,"maxresultrows":"50000","earliest_time":"1699990000.000000","latest_time":"1700090000.0"}}`},
	{name: "numbers as numbers", json: `{"action":"getinfo","preview":0,"searchinfo":{"args":ARGS,"raw_args":RAW,"maxresultrows":50000,"earliest_time":1699990000,"latest_time":1700090000}}`},
	{name: "numbers as floats", json: `{"action":"getinfo","preview":0.0,"searchinfo":{"args":ARGS,"raw_args":RAW,"maxresultrows":50000.000,"earliest_time":1699990000.000,"latest_time":1700090000.000}}`},
	{name: "numbers with exponents", json: `{"action":"getinfo","searchinfo":{"args":ARGS,"raw_args":RAW,"maxresultrows":5e4,"earliest_time":1.69999e9,"latest_time":1.70009E+9}}`},
	{name: "keys sorted", json: `{"action":"getinfo","preview":false,"searchinfo":{"app":"search","args":ARGS,"command":"concurrentsessions","dispatch_dir":"","earliest_time":"1699990000","latest_time":"1700090000","maxresultrows":50000,"owner":"admin","raw_args":RAW,"search":"","session_key":"none","sid":"1","splunk_version":"9.2.1","splunkd_uri":"","username":"admin"},"streaming_command_will_restart":false}`},
	{name: "keys reversed", json: `{"searchinfo":{"username":"admin","splunk_version":"9.2.1","sid":"1","raw_args":RAW,"latest_time":"1700090000","earliest_time":"1699990000","args":ARGS},"preview":false,"action":"getinfo"}`},
	{name: "blanks and line ends in the JSON", json: " {\r\n\t\"action\" : \"getinfo\" ,\r\n\t\"searchinfo\" : { \"args\" : ARGS , \"raw_args\" : RAW , \"earliest_time\" : \"1699990000\" , \"latest_time\" : \"1700090000\" } }\r\n"},
	{name: "null for what is not known", json: `{"action":"getinfo","preview":null,"searchinfo":{"args":ARGS,"raw_args":null,"dispatch_dir":null,"sid":null,"app":null,"owner":null,"session_key":null,"splunk_version":null,"search":null,"command":null,"maxresultrows":null,"earliest_time":"1699990000","latest_time":"1700090000"}}`},
	{name: "no session key, at parse time", json: `{"action":"getinfo","preview":false,"searchinfo":{"args":ARGS,"raw_args":RAW,"dispatch_dir":"","sid":"searchparsetmp_1","earliest_time":"1699990000","latest_time":"1700090000"}}`},
	{name: "a search that is not percent-encoded, with a lone percent sign", json: `{"action":"getinfo","searchinfo":{"args":ARGS,"raw_args":RAW,"search":"search 100% | x","earliest_time":"1699990000","latest_time":"1700090000"}}`},
	{name: "not only ASCII, as text and as escapes", json: `{"action":"getinfo","searchinfo":{"args":ARGS,"raw_args":RAW,"owner":"zoë","username":"zo\u00eb \ud83d\ude42","earliest_time":"1699990000","latest_time":"1700090000"}}`},
	{name: "arguments alone", json: `{"action":"getinfo","searchinfo":{"args":ARGS}}`, withoutTimes: true},
	{name: "no action", json: `{"searchinfo":{"args":ARGS}}`, withoutTimes: true},
	{name: "times of 0, which are none", json: `{"action":"getinfo","searchinfo":{"args":ARGS,"earliest_time":"0","latest_time":"0.000"}}`, withoutTimes: true},
}

// metadata is the request for a search with these arguments.
func (s shape) metadata(args string) string {
	return strings.NewReplacer("\n\t\t", "", "ARGS", args, "RAW", args).Replace(s.json)
}
