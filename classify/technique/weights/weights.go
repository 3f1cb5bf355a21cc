// Package weights holds what was learned from the labelled posts of the UNLP
// 2025 shared task. Those posts, and so this file of weights, are under CC
// BY-NC-SA 4.0 (see LICENSE.md): whoever may not use them builds without this
// package, and package technique works from its lists.
package weights

import _ "embed"

//go:embed unlp2025.bin.gz
var unlp2025 []byte

// UNLP2025 is the file for technique.Options. It is not to be changed.
func UNLP2025() []byte { return unlp2025 }
