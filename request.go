package qalxan

import "errors"

// ErrRequest is a request that cannot be carried out as it was put; the text
// around it says why.
var ErrRequest = errors.New("the request cannot be carried out")

// ErrConfig is a setting of the configuration that cannot work; the text
// around it says which, and what to do.
var ErrConfig = errors.New("the configuration cannot be used")
