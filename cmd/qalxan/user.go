package main

import (
	"bufio"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/store"
)

type userCmd struct {
	List     userListCmd     `cmd:"" default:"withargs" help:"List users."`
	Add      userAddCmd      `cmd:"" help:"Add a user."`
	Password userPasswordCmd `cmd:"" help:"Give a user another password."`
	Role     userRoleCmd     `cmd:"" help:"Give a user another role."`
	Disable  userDisableCmd  `cmd:"" help:"Keep a user out."`
	Enable   userEnableCmd   `cmd:"" help:"Let a user in again."`
	Token    userTokenCmd    `cmd:"" help:"Tokens with which programs ask in a user's name."`
}

type userListCmd struct {
	JSON bool `help:"Print JSON."`
}

// Help is shown by --help.
func (userListCmd) Help() string { return "Example:\n  qalxan user list" }

// Run lists users.
func (c userListCmd) Run(a *app) error {
	return list(a, "/control/users", c.JSON, func(w *tabwriter.Writer, users []store.User) {
		fmt.Fprintln(w, "USER\tROLE\tSTATE\tLOGS IN BY\tSINCE")
		for _, u := range users {
			state, by := "enabled", "password"
			if u.Disabled {
				state = "disabled"
			}
			if u.Subject != "" {
				by = "openid"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", plain(u.Name), u.Role, state, by, u.Created.UTC().Format(stamp))
		}
	})
}

type userAddCmd struct {
	Name  string `arg:"" help:"The name to log in with, in small letters."`
	Role  string `enum:"viewer,analyst,lead,admin" default:"viewer" help:"viewer reads; analyst also decides and exports; lead also seconds critical cases, rules on campaigns and writes narratives and sources; admin also manages users."`
	Stdin bool   `help:"Read the password from standard input; without, one is made and printed."`
}

// Help is shown by --help.
func (userAddCmd) Help() string {
	return "The first user ends the time without users: from then on everybody logs in.\nExamples:\n  qalxan user add leyla --role analyst\n  qalxan user add leyla --role admin --stdin < password.txt"
}

// Run adds a user.
func (c userAddCmd) Run(a *app) error {
	password, made, err := a.password(c.Stdin)
	if err != nil {
		return err
	}
	user := control.NewUser{Name: c.Name, Role: account.Role(c.Role), Password: password}
	s, err := a.begin()
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.call(a, http.MethodPost, "/control/users", user, &struct{}{}); err != nil {
		return err
	}
	a.printf("%s was added, with the role %s.\n", account.Name(c.Name), c.Role)
	a.printPassword(password, made)
	return nil
}

type userPasswordCmd struct {
	Name  string `arg:"" help:"A user."`
	Stdin bool   `help:"Read the password from standard input; without, one is made and printed."`
}

// Help is shown by --help.
func (userPasswordCmd) Help() string { return "Example:\n  qalxan user password leyla" }

// Run sets a password.
func (c userPasswordCmd) Run(a *app) error {
	password, made, err := a.password(c.Stdin)
	if err != nil {
		return err
	}
	if err := a.changeUser(c.Name, control.UserChange{Password: &password}); err != nil {
		return err
	}
	a.printf("%s has another password and was logged out everywhere.\n", account.Name(c.Name))
	a.printPassword(password, made)
	return nil
}

// password reads a password, or makes one.
func (a *app) password(read bool) (password string, made bool, err error) {
	if !read {
		return strings.ToLower(rand.Text()), true, nil
	}
	line, err := bufio.NewReader(io.LimitReader(a.in, account.MaxPassword+2)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", false, fmt.Errorf("reading the password: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), false, nil
}

func (a *app) printPassword(password string, made bool) {
	if made {
		a.printf("The password, shown this once: %s\n", password)
	}
}

type userRoleCmd struct {
	Name string `arg:"" help:"A user."`
	Role string `arg:"" enum:"viewer,analyst,lead,admin" help:"viewer, analyst, lead or admin."`
}

// Help is shown by --help.
func (userRoleCmd) Help() string { return "Example:\n  qalxan user role leyla lead" }

// Run sets a role.
func (c userRoleCmd) Run(a *app) error {
	role := account.Role(c.Role)
	if err := a.changeUser(c.Name, control.UserChange{Role: &role}); err != nil {
		return err
	}
	a.printf("%s has the role %s.\n", account.Name(c.Name), c.Role)
	return nil
}

type userDisableCmd struct {
	Name string `arg:"" help:"A user."`
}

// Help is shown by --help.
func (userDisableCmd) Help() string {
	return "Sessions end at once and tokens do not work. What the user decided stays.\nExample:\n  qalxan user disable leyla"
}

// Run disables a user.
func (c userDisableCmd) Run(a *app) error { return a.disable(c.Name, true, "kept out") }

type userEnableCmd struct {
	Name string `arg:"" help:"A user."`
}

// Help is shown by --help.
func (userEnableCmd) Help() string { return "Example:\n  qalxan user enable leyla" }

// Run enables a user.
func (c userEnableCmd) Run(a *app) error { return a.disable(c.Name, false, "let in again") }

func (a *app) disable(name string, disabled bool, what string) error {
	if err := a.changeUser(name, control.UserChange{Disabled: &disabled}); err != nil {
		return err
	}
	a.printf("%s is %s.\n", account.Name(name), what)
	return nil
}

func (a *app) changeUser(name string, c control.UserChange) error {
	return named(a.post("/control/users/"+url.PathEscape(name), c, &struct{}{}), "user", name, "user list")
}

// post asks for a change in a session of its own.
func (a *app) post(path string, body, into any) error {
	return a.ask(http.MethodPost, path, body, into)
}

func (a *app) ask(method, path string, body, into any) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	return s.call(a, method, path, body, into)
}

// printJSON prints a value as JSON.
func (a *app) printJSON(value any) error { return json.NewEncoder(a.out).Encode(value) }
