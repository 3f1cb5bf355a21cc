// Package qalxan holds the nouns of the system, their rules, and nothing that
// reads or writes.
//
// Data flows one way:
//
//	Source -> Capture -> Item -> Signals -> Finding -> Campaign -> Report
//
// A [Source] is watched; every answer that it gives is kept as a [Capture]; a
// capture is read into an [Item]; detectors raise a [Signal] about an item;
// criteria lift an item with its signals to a [Finding]; findings that belong
// together form a [Campaign]. Every other package works on these nouns and
// none of them is imported here.
//
// Values of these types are plain data. They are safe to copy and to read from
// several goroutines; nothing here locks.
package qalxan
