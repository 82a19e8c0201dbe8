package client

import (
	"net/http"
	"strings"
	"time"
)

// maxCookie is how long the name and the value of a cookie may be together: browsers ignore a longer one (RFC
// 6265bis, 5.7) and go on with the one that they have.
const maxCookie = 4096

// Cookies is the Cookie header that a session sends after the last answer, given the one that it sent before. Every
// session has its own: the balancer's cookie and the application's lie side by side in it.
func (c *Call) Cookies(before string) string {
	after := before
	for _, line := range c.response.Header.Cookies() {
		after = Merge(after, string(line), time.Now())
	}
	return after
}

// Merge is a Cookie header after one Set-Cookie line, as a browser has it: a cookie of that name is replaced in its
// place, a new one comes last, and one that has expired goes. A line that a browser would ignore changes nothing.
// Domain, Path and Secure are not looked at: a session talks to one host.
func Merge(before, line string, now time.Time) string {
	pair, attributes, _ := strings.Cut(line, ";")
	name, value, ok := strings.Cut(pair, "=")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if !ok || name == "" || len(name)+len(value) > maxCookie || strings.ContainsFunc(line, isControl) {
		return before
	}
	set := name + "=" + value
	if expired(attributes, now) {
		set = ""
	}
	return replace(before, name, set)
}

// replace puts `set` in the place of the cookie of that name, or at the end; an empty `set` removes it.
func replace(header, name, set string) string {
	cookies := make([]string, 0, 4)
	replaced := false
	for cookie := range strings.SplitSeq(header, "; ") {
		switch {
		case cookie == "":
		case !strings.HasPrefix(cookie, name+"="):
			cookies = append(cookies, cookie)
		case !replaced && set != "":
			cookies = append(cookies, set)
			replaced = true
		}
	}
	if set != "" && !replaced {
		cookies = append(cookies, set)
	}
	return strings.Join(cookies, "; ")
}

// expired says whether these attributes of a cookie end it: by Max-Age, or by Expires where there is none. The last
// one of a name counts, and one that cannot be read is not there.
func expired(attributes string, now time.Time) bool {
	hasAge, endedByAge, endedByDate := false, false, false
	for attribute := range strings.SplitSeq(attributes, ";") {
		name, value, _ := strings.Cut(attribute, "=")
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "max-age":
			if isWhole(value) {
				hasAge, endedByAge = true, value[0] == '-' || strings.Trim(value, "0") == ""
			}
		case "expires":
			if at, err := parseDate(value); err == nil {
				endedByDate = !at.After(now)
			}
		}
	}
	if hasAge {
		return endedByAge
	}
	return endedByDate
}

// parseDate reads the forms of HTTP, and the one with hyphens that old servers write into cookies.
func parseDate(text string) (time.Time, error) {
	if at, err := http.ParseTime(text); err == nil {
		return at, nil
	}
	return time.Parse("Mon, 02-Jan-2006 15:04:05 MST", text)
}

func isWhole(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// isControl: a line with such a character is ignored as a whole; a tab is only space.
func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }
