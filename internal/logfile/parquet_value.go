package logfile

import (
	"encoding/base64"
	"encoding/hex"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"concurrentsessions/internal/jsonscan"
)

// valueWriter says how values of the type are written in JSON. Times are
// written as RFC 3339 in UTC.
func valueWriter(t parquet.Type) func([]byte, parquet.Value) []byte {
	switch l := logicalType(t).(type) {
	case *format.TimestampType:
		return func(dst []byte, v parquet.Value) []byte { return appendTime(dst, v, l.Unit) }
	case *format.DateType:
		return appendDate
	case *format.DecimalType:
		if k := t.Kind(); k == parquet.Int32 || k == parquet.Int64 {
			return func(dst []byte, v parquet.Value) []byte { return appendDecimal(dst, v, int(l.Scale)) }
		}
	case *format.UUIDType:
		return appendUUID
	case *format.IntType:
		if !l.IsSigned {
			return appendUnsigned
		}
	}
	return appendPlain
}

func appendPlain(dst []byte, v parquet.Value) []byte {
	switch v.Kind() {
	case parquet.Boolean:
		return strconv.AppendBool(dst, v.Boolean())
	case parquet.Int32:
		return strconv.AppendInt(dst, int64(v.Int32()), 10)
	case parquet.Int64:
		return strconv.AppendInt(dst, v.Int64(), 10)
	case parquet.Int96:
		return appendInt96(dst, v)
	case parquet.Float:
		return appendFloat(dst, float64(v.Float()), 32)
	case parquet.Double:
		return appendFloat(dst, v.Double(), 64)
	case parquet.ByteArray, parquet.FixedLenByteArray:
		if b := v.ByteArray(); utf8.Valid(b) {
			return jsonscan.AppendString(dst, b)
		}
		dst = append(dst, '"')
		dst = base64.StdEncoding.AppendEncode(dst, v.ByteArray())
		return append(dst, '"')
	}
	return append(dst, "null"...)
}

func appendUnsigned(dst []byte, v parquet.Value) []byte {
	if v.Kind() == parquet.Int32 {
		return strconv.AppendUint(dst, uint64(v.Uint32()), 10)
	}
	return strconv.AppendUint(dst, v.Uint64(), 10)
}

func appendFloat(dst []byte, x float64, bits int) []byte {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return append(dst, "null"...) // JSON has none of them
	}
	return strconv.AppendFloat(dst, x, 'g', -1, bits)
}

func appendTime(dst []byte, v parquet.Value, unit format.TimeUnit) []byte {
	n := v.Int64()
	switch unit.Value.(type) {
	case *format.MilliSeconds:
		return appendMoment(dst, time.UnixMilli(n))
	case *format.MicroSeconds:
		return appendMoment(dst, time.UnixMicro(n))
	}
	return appendMoment(dst, time.Unix(0, n))
}

// appendInt96 writes the time stamp of old writers: nanoseconds of the day and
// the Julian day.
func appendInt96(dst []byte, v parquet.Value) []byte {
	const julianOf1970 = 2_440_588
	parts := v.Int96()
	nanos := int64(parts[1])<<32 | int64(parts[0])
	days := int64(parts[2]) - julianOf1970
	return appendMoment(dst, time.Unix(days*86_400, nanos))
}

func appendMoment(dst []byte, t time.Time) []byte {
	dst = append(dst, '"')
	return append(t.UTC().AppendFormat(dst, time.RFC3339Nano), '"')
}

func appendDate(dst []byte, v parquet.Value) []byte {
	dst = append(dst, '"')
	dst = time.Unix(int64(v.Int32())*86_400, 0).UTC().AppendFormat(dst, time.DateOnly)
	return append(dst, '"')
}

func appendDecimal(dst []byte, v parquet.Value, scale int) []byte {
	n := v.Int64()
	if v.Kind() == parquet.Int32 {
		n = int64(v.Int32())
	}
	if scale <= 0 || scale > 18 {
		return strconv.AppendInt(dst, n, 10)
	}
	return strconv.AppendFloat(dst, float64(n)/math.Pow10(scale), 'f', scale, 64)
}

func appendUUID(dst []byte, v parquet.Value) []byte {
	b := v.ByteArray()
	if len(b) != 16 {
		return appendPlain(dst, v)
	}
	dst = append(dst, '"')
	for i, part := range [][]byte{b[:4], b[4:6], b[6:8], b[8:10], b[10:]} {
		if i > 0 {
			dst = append(dst, '-')
		}
		dst = hex.AppendEncode(dst, part)
	}
	return append(dst, '"')
}
