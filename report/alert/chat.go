package alert

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// chatLimit is the longest text of a chat message that is sent, as UTF-16
// counts; Telegram takes 4,096 after its markup is read.
const chatLimit = 4000

// telegramAPI is where bots are.
const telegramAPI = "https://api.telegram.org"

// telegram writes to a chat as a bot.
type telegram struct {
	target Target
	world  World
	poster poster
}

// Send implements Sender.
func (s *telegram) Send(ctx context.Context, m Message) error {
	token, err := s.target.Token.read(s.world.Env)
	if err != nil {
		return err
	}
	w, err := wordsOf(m.Digest.Language)
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]any{
		"chat_id": s.target.Chat, "parse_mode": "HTML",
		"text":                 w.write(m.Digest, m.ID, telegramHTML(), chatLimit),
		"link_preview_options": map[string]bool{"is_disabled": true},
	})
	if err != nil {
		return err
	}
	base := strings.TrimSuffix(cmp.Or(s.target.API, telegramAPI), "/")
	said, err := s.poster.post(ctx, base+"/bot"+token+"/sendMessage", body, http.Header{})
	var answer struct {
		OK          bool   `json:"ok"`
		Description string `json:"description"`
	}
	known := json.Unmarshal(said, &answer) == nil
	why := clean(strings.ReplaceAll(answer.Description, token, "TOKEN"), maxReason)
	var wait *Wait
	switch {
	case errors.As(err, &wait):
		return &Wait{wait.After, fmt.Errorf("%w: %s", wait.Err, why)}
	case err != nil && why != "":
		return fmt.Errorf("%w: %s", err, why)
	case err == nil && (!known || !answer.OK):
		return fmt.Errorf("telegram did not take the message: %s", why)
	}
	return err
}

// slack writes to a room by an incoming webhook, as Slack and those that do as
// it does offer it.
type slack struct {
	target Target
	world  World
	poster poster
}

// Send implements Sender.
func (s *slack) Send(ctx context.Context, m Message) error {
	to, err := revealed(s.target.URL, s.world.Env)
	if err != nil {
		return err
	}
	w, err := wordsOf(m.Digest.Language)
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]any{
		"text":         w.write(m.Digest, m.ID, slackText(), chatLimit),
		"unfurl_links": false, "unfurl_media": false,
	})
	if err != nil {
		return err
	}
	_, err = s.poster.post(ctx, to, body, http.Header{})
	return err
}
