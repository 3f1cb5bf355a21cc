package fetch

import (
	"context"
	"net"
	"sync"
)

// asking has connections read only after something was written to them. A
// server that speaks first speaks no HTTP; the transport would print what it
// says to the log of the whole program, foreign bytes and all.
func asking(dial dialFunc) dialFunc {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return &askingConn{Conn: conn, asked: make(chan struct{})}, nil
	}
}

// askingConn is a connection whose reads wait for the first write or the end.
type askingConn struct {
	net.Conn
	once  sync.Once
	asked chan struct{}
}

// Read implements [net.Conn].
func (c *askingConn) Read(b []byte) (int, error) {
	<-c.asked
	return c.Conn.Read(b)
}

// Write implements [net.Conn].
func (c *askingConn) Write(b []byte) (int, error) {
	c.once.Do(func() { close(c.asked) })
	return c.Conn.Write(b)
}

// Close implements [net.Conn].
func (c *askingConn) Close() error {
	err := c.Conn.Close()
	c.once.Do(func() { close(c.asked) })
	return err
}
