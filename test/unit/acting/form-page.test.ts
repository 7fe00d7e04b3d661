import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { type FormShown, formPage } from "../../../src/acting/form-page.ts";
import type { Form } from "../../../src/chat/form.ts";
import { visitOf } from "../../../src/web/visit.ts";

const hostile = '"><script>alert(1)</script>';
const form: Form = {
  title: "Silence",
  note: hostile,
  submit: "Silence",
  cancel: "Cancel",
  fields: [
    { id: "why", label: "Why", hint: hostile, required: true, kind: "text", multiline: true, maxUnits: 300 },
    { id: "ref", label: "Ticket", required: false, kind: "text", multiline: false, maxUnits: 80, initial: "OPS-1" },
    {
      ...{ id: "for", label: "How long", required: true, kind: "choice", initial: "2h" },
      options: [
        { value: "1h", text: "1 hour" },
        { value: "2h", text: hostile },
      ],
    },
    { id: "who", label: "Who", required: false, kind: "person", initial: "slack:U012AB" },
    { id: "urgent", label: "URGENT too", required: false, kind: "toggle", initial: false },
  ],
};

async function drawn(more: Partial<FormShown> = {}): Promise<string> {
  const app = new Hono();
  const people = [{ email: "ada@corp.example", name: "Ada <b>" }];
  app.get("/", (c) =>
    c.html(
      formPage(visitOf(c, "en", 0), {
        form,
        action: "/incidents/VIG-1/actions/silence",
        back: "/incidents/VIG-1",
        people,
        ...more,
      }),
    ),
  );
  return (await app.request("/?lang=fr")).text();
}

describe("a form as a page", () => {
  it("draws every kind of field, each with its label, and sends them without any script", async () => {
    const page = await drawn();
    expect(page).toContain('<form class="ask" method="post" action="/incidents/VIG-1/actions/silence?lang=fr">');
    expect(page).toMatch(
      /<label for="f\.why">Why<\/label><textarea [^>]*maxlength="300" required aria-describedby="f\.why\.hint">/,
    );
    expect(page).toMatch(
      /<label for="f\.ref">Ticket <span class="note">facultatif<\/span><\/label><input [^>]*value="OPS-1">/,
    );
    expect(page).toContain('<option value="2h" selected>');
    expect(page).toMatch(/type="email" list="f\.who\.people" value=""/);
    expect(page).toContain('<option value="ada@corp.example">Ada &lt;b&gt;</option>');
    expect(page).toMatch(
      /<label class="toggle"><input id="f\.urgent" name="f\.urgent" type="checkbox" value="true"> URGENT too/,
    );
    expect(page).not.toContain("<script");
  });

  it("keeps what was typed and says beside each field what is wrong, and on top what is wrong with none", async () => {
    const page = await drawn({
      given: { why: hostile, for: "1h", urgent: "true" },
      faults: [
        { field: "why", message: "Too long." },
        { field: "gone", message: "Nobody asked for this." },
      ],
      hidden: { version: "7" },
    });
    expect(page).toContain(`&lt;script&gt;alert(1)&lt;/script&gt;</textarea>`);
    expect(page).toContain('<option value="1h" selected>');
    expect(page).toContain('value="true" checked');
    expect(page).toMatch(/aria-describedby="f\.why\.hint f\.why\.fault" aria-invalid="true"/);
    expect(page).toContain('<p class="fault" id="f.why.fault">Too long.</p>');
    expect(page).toMatch(/<div class="fault" role="alert"><p>Nobody asked for this\.<\/p><\/div>/);
    expect(page).toContain('<input type="hidden" name="version" value="7">');
    expect(page).not.toContain("<script");
  });
});
