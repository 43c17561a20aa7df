package remote

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
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

// Client makes an HTTP client that keeps cookies and follows no redirects: a
// secret goes to nobody but the one it was meant for. Its calls fail when a
// server does not begin to answer within the wait; how long an answer takes is
// not limited.
func (t TLS) Client(wait time.Duration) (*http.Client, error) {
	transport, err := t.Transport(wait)
	if err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &http.Client{Transport: transport, Jar: jar, CheckRedirect: stay}, nil
}

// Transport makes the transport of [TLS.Client].
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
	return transport, nil
}

// IsUntrusted says that a call failed since the server's certificate is not
// trusted, which no second attempt changes.
func IsUntrusted(err error) bool {
	var verification *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	return errors.As(err, &verification) || errors.As(err, &record)
}
