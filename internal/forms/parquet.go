package forms

import (
	"bytes"
	"encoding/json"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
)

// lakeEvent has the columns of Amazon Security Lake for CloudTrail in OCSF
// 1.1.0, as far as the samples use them.
type lakeEvent struct {
	Metadata struct {
		Product struct {
			Version    string `parquet:"version" json:"version"`
			Name       string `parquet:"name" json:"name"`
			VendorName string `parquet:"vendor_name" json:"vendor_name"`
			Feature    *name  `parquet:"feature,optional" json:"feature"`
		} `parquet:"product" json:"product"`
		EventCode *string  `parquet:"event_code,optional" json:"event_code"`
		UID       *string  `parquet:"uid,optional" json:"uid"`
		Profiles  []string `parquet:"profiles,list" json:"profiles"`
		Version   string   `parquet:"version" json:"version"`
	} `parquet:"metadata" json:"metadata"`
	Time   int64   `parquet:"time" json:"time"`
	TimeDT *string `parquet:"time_dt,optional" json:"time_dt"`
	Cloud  struct {
		Region   *string `parquet:"region,optional" json:"region"`
		Provider string  `parquet:"provider" json:"provider"`
		Account  *uid    `parquet:"account,optional" json:"account"`
	} `parquet:"cloud" json:"cloud"`
	API struct {
		Operation string `parquet:"operation" json:"operation"`
		Service   *name  `parquet:"service,optional" json:"service"`
		Request   *struct {
			Data *string `parquet:"data,optional" json:"data"`
			UID  *string `parquet:"uid,optional" json:"uid"`
		} `parquet:"request,optional" json:"request"`
	} `parquet:"api" json:"api"`
	Actor struct {
		User *struct {
			Type          *string `parquet:"type,optional" json:"type"`
			Name          *string `parquet:"name,optional" json:"name"`
			UIDAlt        *string `parquet:"uid_alt,optional" json:"uid_alt"`
			UID           *string `parquet:"uid,optional" json:"uid"`
			AccountUID    *string `parquet:"account_uid,optional" json:"account_uid"`
			CredentialUID *string `parquet:"credential_uid,optional" json:"credential_uid"`
			Account       *uid    `parquet:"account,optional" json:"account"`
		} `parquet:"user,optional" json:"user"`
		InvokedBy *string `parquet:"invoked_by,optional" json:"invoked_by"`
	} `parquet:"actor" json:"actor"`
	HTTPRequest *struct {
		UserAgent *string `parquet:"user_agent,optional" json:"user_agent"`
	} `parquet:"http_request,optional" json:"http_request"`
	SrcEndpoint *struct {
		UID    *string `parquet:"uid,optional" json:"uid"`
		IP     *string `parquet:"ip,optional" json:"ip"`
		Domain *string `parquet:"domain,optional" json:"domain"`
	} `parquet:"src_endpoint,optional" json:"src_endpoint"`
	ClassName string            `parquet:"class_name" json:"class_name"`
	ClassUID  int32             `parquet:"class_uid" json:"class_uid"`
	Status    *string           `parquet:"status,optional" json:"status"`
	Unmapped  map[string]string `parquet:"unmapped" json:"unmapped"`
}

type name struct {
	Name *string `parquet:"name,optional" json:"name"`
}

type uid struct {
	UID *string `parquet:"uid,optional" json:"uid"`
}

// Codecs are the compressions of pages that Security Lake and its readers use.
func Codecs() []compress.Codec {
	return []compress.Codec{&parquet.Uncompressed, &parquet.Snappy, &parquet.Gzip, &parquet.Zstd}
}

// LakeParquet writes events of Security Lake as Parquet, in row groups of a
// thousand.
func LakeParquet(events [][]byte, codec compress.Codec) []byte {
	var b bytes.Buffer
	w := parquet.NewGenericWriter[lakeEvent](&b, parquet.Compression(codec), parquet.MaxRowsPerRowGroup(1000))
	for _, e := range events {
		var row lakeEvent
		must(json.Unmarshal(e, &row))
		_, err := w.Write([]lakeEvent{row})
		must(err)
	}
	must(w.Close())
	return b.Bytes()
}
