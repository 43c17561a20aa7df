"""A reporting command, written with Splunk's SDK for Python, that finds users
seen from several addresses within five minutes of the clock."""

from splunklib.searchcommands import Configuration, ReportingCommand, dispatch

WINDOW = 300


@Configuration(required_fields=["_time", "user", "src"])
class Sessions(ReportingCommand):
    def __init__(self):
        super().__init__()
        self.groups = {}

    # The SDK calls this once for each request.
    def reduce(self, records):
        groups = self.groups
        for record in records:
            group = (record["user"], int(float(record["_time"])) // WINDOW)
            sources = groups.get(group)
            if sources is None:
                groups[group] = {record["src"]}
            else:
                sources.add(record["src"])
        if not self._finished:
            return
        for (user, part), sources in groups.items():
            if len(sources) > 1:
                yield {"_time": part * WINDOW, "user": user, "src": sorted(sources)}


dispatch(Sessions, module_name=__name__)
