package profile

// authentication reads the names of the CIM data model Authentication, and
// beside them the obvious names for what the model has no field for.
var authentication = Profile{
	Name:    "authentication",
	Title:   "CIM Authentication: one user of an application from several networks",
	Key:     []KeyPart{{"user", User}, {"app", App}},
	Session: "session_id",
	Window:  fiveMinutes, When: severalOrigins,
	Impact: 50, Confidence: 60, BaseScore: 30,
	Roles: [NumRoles]Fields{
		Time:      {Raw: []string{"_time", "time"}},
		EventID:   {Raw: []string{"event_id"}},
		Session:   {Raw: []string{"session_id"}},
		User:      {Raw: []string{"user"}},
		Src:       {Raw: []string{"src", "src_ip"}},
		UserAgent: {Raw: []string{"user_agent", "http_user_agent"}},
		OS:        {Raw: []string{"os"}},
		Browser:   {Raw: []string{"browser"}},
		Device:    {Raw: []string{"device"}},
		City:      {Raw: []string{"city", "src_city", "City"}},
		Country:   {Raw: []string{"country", "src_country", "Country"}},
		ASN:       {Raw: []string{"asn", "src_asn", "ASN"}},
		Lat:       {Raw: []string{"src_lat", "lat"}},
		Lon:       {Raw: []string{"src_long", "lon"}},
		App:       {Raw: []string{"app"}},
		Action:    {Raw: []string{"action"}},
		Dest:      {Raw: []string{"dest"}},
		Account:   {Raw: []string{"vendor_account"}},
		Region:    {Raw: []string{"vendor_region"}},
		Product:   {Raw: []string{"vendor_product"}},
		Outcome:   {Raw: []string{"action"}},
	},
	Filter: Filter{
		{Fields{Raw: []string{"action"}}, []string{"success"}},
	},
	Signs: []Sign{{"user", "src"}, {"user", "src_ip"}},
}
