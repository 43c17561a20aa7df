package remote

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// Secret is a token or a password. It does not print, also not as a field of
// something that does: fmt shows a pointer there.
type Secret struct{ text *string }

// NewSecret makes a secret of its text.
func NewSecret(text string) Secret { return Secret{&text} }

// Reveal is the text.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// IsSet says whether there is one.
func (s Secret) IsSet() bool { return s.Reveal() != "" }

// Format hides the text from every verb of fmt.
func (s Secret) Format(f fmt.State, _ rune) { io.WriteString(f, "(hidden)") }

// ReadSecret reads a secret from the file, or, if that is "", from the
// environment variable. Neither is no secret. Blanks around it are cut.
func ReadSecret(file, variable string) (Secret, error) {
	text := os.Getenv(variable)
	if file != "" {
		content, err := os.ReadFile(file)
		if err != nil {
			return Secret{}, fmt.Errorf("read the secret: %w", err)
		}
		text = string(content)
		if strings.TrimSpace(text) == "" {
			return Secret{}, fmt.Errorf("%s is empty; it should hold the secret", file)
		}
	}
	text = strings.TrimSpace(text)
	if strings.ContainsAny(text, "\r\n") {
		return Secret{}, fmt.Errorf("the secret has several lines; want one")
	}
	return NewSecret(text), nil
}
