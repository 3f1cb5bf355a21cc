package coordination

// name is a string that a table keeps once, with its number there.
type name = *label

type label struct {
	text string
	no   uint32
}

// names numbers strings in the order in which they come.
type names struct {
	known map[string]name
	page  []label // made many at a time: they are read one after another
}

const namesOnPage = 512

func newNames(size int) *names { return &names{known: make(map[string]name, size)} }

func (n *names) of(text string) name {
	known, ok := n.known[text]
	if !ok {
		if len(n.page) == cap(n.page) {
			n.page = make([]label, 0, namesOnPage)
		}
		n.page = append(n.page, label{text, uint32(len(n.known))})
		known = &n.page[len(n.page)-1]
		n.known[text] = known
	}
	return known
}
