package remote

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"os"
	"time"
)

// TLS says whom to trust. The zero value trusts what this machine trusts.
type TLS struct {
	// CA is a file of certificates (PEM) to trust as well; "" is none.
	CA string
	// Insecure trusts anybody.
	Insecure bool
}

// Transport makes a transport. Its calls fail when a server does not begin to
// answer within the wait; how long an answer takes is not limited.
func (t TLS) Transport(wait time.Duration) (*http.Transport, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: t.Insecure} // only if the user asks for it
	if t.CA != "" {
		pem, err := os.ReadFile(t.CA)
		if err != nil {
			return nil, fmt.Errorf("read the certificates to trust: %w", err)
		}
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool()
		}
		if !pool.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("%s holds no certificate in PEM form", t.CA)
		}
		config.RootCAs = pool
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = config
	transport.ResponseHeaderTimeout = wait
	// net/http repeats a request by itself where it thinks that the server has
	// not seen it; these clients want to know of every repetition.
	transport.DisableKeepAlives = true
	return transport, nil
}
