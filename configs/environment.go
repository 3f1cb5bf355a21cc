package configs

import (
	"fmt"
	"strconv"
	"time"
)

// Environment lists the variables that override the file, and what each sets.
var Environment = []struct{ Name, Sets string }{
	{"QALXAN_DATA", "data"},
	{"QALXAN_LISTEN", "listen"},
	{"QALXAN_OPENID_SECRET", "openid secret"},
	{"QALXAN_EMBEDDINGS_KEY", "embeddings key"},
	{"QALXAN_TRANSLATOR_KEY", "translator key"},
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
	case "openid secret":
		c.OpenID.Secret = value
	case "embeddings key":
		c.Embeddings.Key = value
	case "translator key":
		c.Translator.Key = value
	case "crawler.contact":
		c.Crawler.Contact = value
	case "crawler.workers":
		c.Crawler.Workers, err = number(value)
	case "crawler.timeout":
		if c.Crawler.Timeout, err = time.ParseDuration(value); err != nil {
			err = fmt.Errorf("%q is no duration; write it like 30s or 2m", value)
		}
	case "crawler.max_addresses":
		c.Crawler.MaxAddresses, err = number(value)
	}
	return err
}

func number(value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil {
		return 0, fmt.Errorf("%q is no whole number", value)
	}
	return n, nil
}
