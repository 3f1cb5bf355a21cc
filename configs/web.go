package configs

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"github.com/qalxan/qalxan/crawler/fetch/address"
)

// Web is how the desk and the API are reached.
type Web struct {
	// Names are the host names that are answered to besides those of this
	// machine. Without any, once there are users, all are.
	Names []string `yaml:"names"`
	// Address is how browsers reach the desk, like https://desk.example.org. An
	// issuer (openid) needs it.
	Address string `yaml:"address"`
	TLS     TLS    `yaml:"tls"`
}

// TLS is how connections are kept secret: a certificate and its key, ACME, or a
// proxy before us.
type TLS struct {
	// Certificate and Key are PEM files. They are read anew when they change.
	Certificate string `yaml:"certificate"`
	Key         string `yaml:"key"`
	// ACME gets certificates for web.names by itself (RFC 8555, RFC 8737), and
	// so agrees to the terms of Let's Encrypt. It has to be reached at port 443.
	ACME bool `yaml:"acme"`
	// Email is told by ACME when something is wrong with a certificate.
	Email string `yaml:"email"`
	// Proxy says that a proxy of the operator's speaks TLS before us, and sets
	// X-Forwarded-For. Nobody else may reach the port then.
	Proxy bool `yaml:"proxy"`
}

// On reports whether browsers come by TLS.
func (t TLS) On() bool { return t.Certificate != "" || t.ACME || t.Proxy }

// OpenID is an OpenID Connect issuer whose people may come in. It is off
// without an address.
type OpenID struct {
	Issuer   string `yaml:"issuer"`
	ClientID string `yaml:"client_id"`
	// SecretFile holds the client's secret; QALXAN_OPENID_SECRET is used before
	// it.
	SecretFile string `yaml:"secret_file"`
	// Secret comes from the environment only.
	Secret string `yaml:"-"`
	// Domains are those of the mail addresses that may come in.
	Domains []string `yaml:"domains"`
	// Groups gives the members of a group a role. Without any, everybody of the
	// domains gets Role, and an admin may change it.
	Groups map[string]string `yaml:"groups"`
	Role   string            `yaml:"role"`
}

// Exposed reports whether others than this machine can reach the desk.
func (c Config) Exposed() bool { return c.Web.TLS.Proxy || !loopback(c.Listen) }

func loopback(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return false
	}
	return address.Local(host)
}

// validateWeb holds an address that others can reach to TLS: passwords never go
// over a network in the clear.
func (c Config) validateWeb() error {
	t := c.Web.TLS
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		return fmt.Errorf("listen: %q needs a host and a port, like 127.0.0.1:8470", c.Listen)
	}
	for _, name := range c.Web.Names {
		if name == "" || strings.ToLower(name) != name || strings.ContainsAny(name, "/: *") {
			return fmt.Errorf("web.names: %q is no host name; give it in small letters, without a scheme and a port", name)
		}
	}
	switch {
	case !loopback(c.Listen) && !t.On():
		return fmt.Errorf("listen: %q is not a loopback address, and without TLS passwords would cross the network in the clear: set web.tls.certificate and web.tls.key, or web.tls.acme, or web.tls.proxy, or use 127.0.0.1", c.Listen)
	case (t.Certificate == "") != (t.Key == ""):
		return errors.New("web.tls: certificate and key go together; name both files")
	case t.ACME && t.Certificate != "":
		return errors.New("web.tls: a certificate is either from files or from ACME; remove one")
	case t.ACME && len(c.Web.Names) == 0:
		return errors.New("web.tls.acme: list the host names under web.names for which certificates are to be had")
	case t.Proxy && (t.ACME || t.Certificate != ""):
		return errors.New("web.tls.proxy: the proxy speaks TLS, so there is no certificate here; remove one of both")
	}
	return c.OpenID.validate(c.Web.Address)
}

func (o OpenID) validate(address string) error {
	if o.Issuer == "" {
		return nil
	}
	roles := map[string]bool{"viewer": true, "analyst": true, "lead": true, "admin": true}
	for group, role := range o.Groups {
		if !roles[role] {
			return fmt.Errorf("openid.groups.%s: %q is not one of viewer, analyst, lead, admin", group, role)
		}
	}
	switch {
	case !trusted(o.Issuer):
		return fmt.Errorf("openid.issuer: %q is no address that begins with https://", o.Issuer)
	case !trusted(address):
		return fmt.Errorf("web.address: %q is no address that begins with https://; openid needs it to send people back here", address)
	case o.ClientID == "":
		return errors.New("openid.client_id: give the id under which the issuer knows this desk")
	case o.Secret == "" && o.SecretFile == "":
		return errors.New("openid.secret_file: name the file with the client's secret, or set QALXAN_OPENID_SECRET")
	case len(o.Domains) == 0 && len(o.Groups) == 0:
		return errors.New("openid.domains: say whose mail addresses or, under openid.groups, which groups may come in")
	case len(o.Groups) == 0 && !roles[o.Role]:
		return fmt.Errorf("openid.role: %q is not one of viewer, analyst, lead, admin", o.Role)
	}
	return nil
}

// trusted reports whether an address is https, or on this machine.
func trusted(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && err == nil && ip.IsLoopback()
}
