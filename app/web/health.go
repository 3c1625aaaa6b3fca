package web

import (
	"context"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/language"
)

const pingTimeout = 3 * time.Second

// healthz says that the process answers.
func (s *Server) healthz(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.SendString("ok\n")
}

// readyz says that the database answers, too.
func (s *Server) readyz(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	ctx, cancel := context.WithTimeout(c.UserContext(), pingTimeout)
	defer cancel()
	if err := s.config.Engine.Ping(ctx); err != nil {
		s.config.Logger.ErrorContext(ctx, "the database does not answer", "cause", err.Error())
		return c.Status(fiber.StatusServiceUnavailable).SendString("database\n")
	}
	return c.SendString("ok\n")
}

// chooseLanguage leads from the bare address to the pages in the language that the browser prefers.
func (s *Server) chooseLanguage(c *fiber.Ctx) error {
	lang, _ := splitLanguage(c.Path())
	if lang == "" {
		lang = preferred(c.Get(fiber.HeaderAcceptLanguage))
		c.Set(fiber.HeaderVary, fiber.HeaderAcceptLanguage)
	}
	c.Set(fiber.HeaderLocation, "/"+lang+"/")
	c.Status(fiber.StatusSeeOther)
	return nil
}

// devRedirect puts a language before the addresses that the demo prints: /dev/mail, /dev/accounts.
func (s *Server) devRedirect(c *fiber.Ctx) error {
	page := c.Params("page")
	if page != "mail" && page != "accounts" {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderLocation, "/"+preferred(c.Get(fiber.HeaderAcceptLanguage))+"/dev/"+page)
	c.Status(fiber.StatusSeeOther)
	return nil
}

// preferred is en for readers who prefer it to Indonesian, and otherwise id.
func preferred(accept string) string {
	if len(accept) > 200 {
		return "id"
	}
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return "id"
	}
	for _, tag := range tags {
		switch base := strings.ToLower(tag.String()); {
		case strings.HasPrefix(base, "id"):
			return "id"
		case strings.HasPrefix(base, "en"):
			return "en"
		}
	}
	return "id"
}
