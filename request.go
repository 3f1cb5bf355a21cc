package qalxan

import "errors"

// ErrRequest is a request that cannot be carried out as it was put; the text
// around it says why.
var ErrRequest = errors.New("the request cannot be carried out")
