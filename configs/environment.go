package configs

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"time"
)

// Environment lists the variables that override the file, and what each sets.
var Environment = []struct{ Name, Sets string }{
	{"QALXAN_DATA", "data"},
	{"QALXAN_LISTEN", "listen"},
	{"QALXAN_CRAWLER_CONTACT", "crawler.contact"},
	{"QALXAN_CRAWLER_WORKERS", "crawler.workers"},
	{"QALXAN_CRAWLER_TIMEOUT", "crawler.timeout"},
	{"QALXAN_CRAWLER_MAX_ADDRESSES", "crawler.max_addresses"},
}

func (c *Config) applyEnv(env func(string) string) error {
	for _, v := range Environment {
		value := env(v.Name)
		if value == "" {
			continue
		}
		if err := c.set(v.Sets, value); err != nil {
			return fmt.Errorf("environment variable %s: %w", v.Name, err)
		}
	}
	return nil
}

func (c *Config) set(key, value string) (err error) {
	switch key {
	case "data":
		c.Data = value
	case "listen":
		c.Listen = value
	case "crawler.contact":
		c.Crawler.Contact = value
	case "crawler.workers":
		c.Crawler.Workers, err = strconv.Atoi(value)
	case "crawler.timeout":
		c.Crawler.Timeout, err = time.ParseDuration(value)
	case "crawler.max_addresses":
		c.Crawler.MaxAddresses, err = strconv.Atoi(value)
	}
	return err
}

// validateListen holds the address to loopback: the desk has no users yet, so
// whoever reaches it could read everything.
func validateListen(listen string) error {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return fmt.Errorf("listen: %q needs a host and a port, like 127.0.0.1:8470", listen)
	}
	if host == "localhost" {
		return nil
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !ip.IsLoopback() {
		return fmt.Errorf("listen: %q is not a loopback address; the desk has no users yet, so it answers this machine only: use 127.0.0.1 or localhost", listen)
	}
	return nil
}
