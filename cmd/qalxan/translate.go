package main

import (
	"github.com/qalxan/qalxan/api/desk"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/report/translate"
)

// translator is the configured one; nil where there is none.
func (h *holder) translator(c configs.Config) (desk.Translator, error) {
	if c.Translator.Address == "" {
		return nil, nil
	}
	client, err := translate.New(c.Translator.Options())
	if err != nil {
		return nil, usageError{err}
	}
	return translate.NewService(translate.Deps{Client: client, Record: h.monitor.Translations(), Log: h.log, Now: h.monitor.Now}), nil
}
