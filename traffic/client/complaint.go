package client

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// complaintLength is what is kept of the text in which a server says what is wrong.
const complaintLength = 100

// Complaint is what the last answer says is wrong, as `503 redis is away`: its status, and the `error` of its body
// where that has one. Empty where the status is none of an error.
func (c *Call) Complaint() string {
	status := c.response.Header.StatusCode()
	if status < 400 {
		return ""
	}
	var body struct {
		Error string `json:"error"`
	}
	text := strconv.Itoa(status)
	if json.Unmarshal(c.response.Body(), &body) != nil || body.Error == "" {
		return text
	}
	said := body.Error
	for len(said) > complaintLength {
		_, size := utf8.DecodeLastRuneInString(said[:complaintLength+1])
		said = said[:complaintLength+1-size]
	}
	return text + " " + said
}
