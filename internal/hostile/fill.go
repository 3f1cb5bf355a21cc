package hostile

import (
	"reflect"
	"strings"
	"time"
)

// full puts a text into every field of a struct that can hold one and is empty,
// and into every field of what it holds, so that a field of tomorrow is full of
// it too.
func full[T any](thing T, text string) T {
	fillValue(reflect.ValueOf(&thing).Elem(), text)
	return thing
}

func fillValue(v reflect.Value, text string) {
	if !v.CanSet() || v.Type() == reflect.TypeFor[time.Time]() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		if v.Len() == 0 {
			v.SetString(text)
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			fillValue(field, text)
		}
	case reflect.Slice:
		fillSlice(v, text)
	case reflect.Map:
		fillMap(v, text)
	}
}

// fillSlice fills what is there, and puts a text where a list of texts is empty.
func fillSlice(v reflect.Value, text string) {
	if v.Type().Elem().Kind() == reflect.String && v.Len() == 0 {
		v.Set(reflect.Append(v, reflect.ValueOf(text).Convert(v.Type().Elem())))
	}
	for i := range v.Len() {
		fillValue(v.Index(i), text)
	}
}

// fillMap makes an empty map hold the text as key and as value. Keys are valid
// UTF-8: a map is kept as JSON.
func fillMap(v reflect.Value, text string) {
	if v.Len() > 0 || v.Type().Key().Kind() != reflect.String {
		return
	}
	value := reflect.New(v.Type().Elem()).Elem()
	fillValue(value, text)
	v.Set(reflect.MakeMap(v.Type()))
	v.SetMapIndex(reflect.ValueOf(strings.ToValidUTF8(text, "\ufffd")).Convert(v.Type().Key()), value)
}
