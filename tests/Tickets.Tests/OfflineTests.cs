using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tickets.Life;

namespace Tickets.Tests;

public sealed class OfflineTests
{
    static DateTime Whole(DateTime at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);

    [Fact]
    public async Task What_arrives_late_stands_at_the_time_when_it_was_pressed_and_once()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        await Backdate(estate, id);
        var pressed = Whole(DateTime.UtcNow.AddMinutes(-30));

        for (var again = 0; again < 2; again++)
        {
            (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/accept", new { at = pressed, promisedAt = pressed.AddMinutes(15) }, "k-accept-" + id)).EnsureSuccessStatusCode();
            (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/start", new { at = pressed.AddMinutes(1), spot = new { latitude = 30.25, longitude = 120.16, accuracy = 12.5 } }, "k-start-" + id)).EnsureSuccessStatusCode();
            await (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/work", new { kind = "step", text = "关总阀", at = pressed.AddMinutes(2) }, "k-step-" + id)).ShouldBeMade();
        }

        await estate.Company.Read(async db =>
        {
            var moves = await db.Set<TicketMove>().Where(m => m.TicketId == id && m.ReceivedAt != null).OrderBy(m => m.At).ToListAsync();
            moves.Select(m => m.Act).ShouldBe([TicketAct.Accept, TicketAct.Start, TicketAct.Record]);
            moves.Select(m => m.At).ShouldBe([pressed, pressed.AddMinutes(1), pressed.AddMinutes(2)]);
            moves.ShouldAllBe(m => m.ReceivedAt > pressed.AddMinutes(20));
            moves[1].Accuracy.ShouldBe(12.5);
            (await db.Set<WorkEntry>().SingleAsync(w => w.TicketId == id)).At.ShouldBe(pressed.AddMinutes(2));
            var ticket = await db.Set<Ticket>().SingleAsync(t => t.Id == id);
            (ticket.AcceptedAt, ticket.StartedAt).ShouldBe((pressed, pressed.AddMinutes(1)));
            return true;
        });
    }

    [Fact]
    public async Task A_clock_that_runs_ahead_counts_as_now_and_what_was_pressed_before_the_assignment_is_refused()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();

        await (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/accept", new { at = DateTime.UtcNow.AddHours(-5), promisedAt = DateTime.UtcNow.AddMinutes(15) }, "k1" + id)).ShouldBeProblem(409, "tickets/pressed-before");
        (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/accept", new { at = DateTime.UtcNow.AddHours(5), promisedAt = DateTime.UtcNow.AddMinutes(15) }, "k1" + id)).EnsureSuccessStatusCode();
        await (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/work", new { kind = "step", text = "旧的一步", at = DateTime.UtcNow.AddHours(-5) }, "k2" + id)).ShouldBeProblem(409, "tickets/pressed-before");

        await estate.Company.Read(async db =>
        {
            (await db.Set<Ticket>().SingleAsync(t => t.Id == id)).AcceptedAt!.Value.ShouldBeLessThanOrEqualTo(DateTime.UtcNow);
            (await db.Set<WorkEntry>().CountAsync(w => w.TicketId == id)).ShouldBe(0);
            return true;
        });
    }

    [Fact]
    public async Task A_repeated_request_gets_its_first_answer_even_when_the_ticket_has_gone_to_somebody_else()
    {
        var estate = await Estate.Build();
        var id = await estate.Reported();
        var accept = new { promisedAt = Whole(DateTime.UtcNow.AddMinutes(15)) };
        (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/accept", accept, "k" + id)).EnsureSuccessStatusCode();
        (await estate.Do(estate.Dispatcher, id, "transfer", new { staffId = estate.SecondPlumberId, note = "换人" })).EnsureSuccessStatusCode();

        (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/accept", accept, "k" + id)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
        await (await estate.Plumber.Client.Post($"api/v1/tickets/{id}/start", new { }, "s" + id)).ShouldBeProblem(404, "not-found");
    }

    [Fact]
    public async Task A_category_may_ask_for_a_signature_with_a_name()
    {
        var estate = await Estate.Build(plan =>
        {
            foreach (var group in plan["categories"]!.AsArray())
                foreach (var leaf in group!["children"]!.AsArray())
                    if ((string?)leaf!["key"] == "water-leak") leaf["evidence"] = new System.Text.Json.Nodes.JsonObject { ["signature"] = true };
        });
        var id = await estate.Reported();
        (await estate.Do(estate.Plumber, id, "accept", Estate.Soon)).EnsureSuccessStatusCode();
        (await estate.Do(estate.Plumber, id, "start")).EnsureSuccessStatusCode();
        var signature = await (await estate.Plumber.Client.Upload(TestPhotos.Jpeg())).ShouldBeMade();

        await (await estate.Do(estate.Plumber, id, "complete")).ShouldBeProblem(422, "tickets/evidence-missing");
        await (await estate.Do(estate.Plumber, id, "complete", new { signature })).ShouldBeProblem(400, "tickets/bad-signer");
        await (await estate.Do(estate.Plumber, id, "complete", new { spot = new { latitude = 300, longitude = 0, accuracy = 1 }, signature, signedBy = "林静怡" })).ShouldBeProblem(400, "tickets/bad-spot");
        (await estate.Do(estate.Plumber, id, "complete", new { signature, signedBy = " 林静怡 " })).EnsureSuccessStatusCode();

        (await estate.Company.Read(db => db.Set<TicketMove>().SingleAsync(m => m.TicketId == id && m.Act == TicketAct.Complete))).SignedBy.ShouldBe("林静怡");
        (await estate.Company.Read(db => db.Set<TicketFile>().SingleAsync(f => f.AttachmentId == signature))).Slot.ShouldBe(FileSlot.Signature);
    }

    [Fact]
    public async Task A_company_has_a_manifest_and_a_worker_of_its_own()
    {
        var company = await TestCompany.New();
        var anonymous = company.Host.Anonymous;

        var manifest = JsonDocument.Parse(await anonymous.GetStringAsync(new Uri($"{company.Slug}/manifest.webmanifest", UriKind.Relative))).RootElement;
        manifest.GetProperty("name").GetString().ShouldBe("测试物业");
        manifest.GetProperty("scope").GetString().ShouldBe($"/{company.Slug}/");
        manifest.GetProperty("start_url").GetString().ShouldBe($"/{company.Slug}/");
        var worker = await anonymous.GetAsync(new Uri($"{company.Slug}/worker.js", UriKind.Relative));
        worker.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        (await worker.Content.ReadAsStringAsync()).ShouldContain(string.Create(CultureInfo.InvariantCulture, $"self.home = '/{company.Slug}/'"));
        (await anonymous.GetAsync(new Uri("worker.js", UriKind.Relative))).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_icons_are_pictures_in_the_companys_accent_that_fill_what_phones_cut()
    {
        var company = (await Estate.Build(plan => plan["accent"] = "#a03c2d")).Company;
        var anonymous = company.Host.Anonymous;
        var manifest = JsonDocument.Parse(await anonymous.GetStringAsync(new Uri($"{company.Slug}/manifest.webmanifest", UriKind.Relative))).RootElement;
        var icons = manifest.GetProperty("icons").EnumerateArray().Where(i => i.GetProperty("type").GetString() == "image/png")
            .Select(i => (Src: i.GetProperty("src").GetString()!, Sizes: i.GetProperty("sizes").GetString()!, Cut: i.GetProperty("purpose").GetString() == "maskable")).ToList();
        icons.Select(i => (i.Sizes, i.Cut)).ShouldBe([("192x192", false), ("512x512", false), ("512x512", true)], ignoreOrder: true);
        var page = await anonymous.GetStringAsync(new Uri($"{company.Slug}/sign-in", UriKind.Relative));
        var apple = System.Text.RegularExpressions.Regex.Match(page, "rel=\"apple-touch-icon\" href=\"([^\"]+)\"").Groups[1].Value;

        foreach (var (src, sizes, cut) in icons.Append(($"/{company.Slug}/{apple}", "180x180", true)))
        {
            using var icon = SkiaSharp.SKBitmap.Decode(await anonymous.GetByteArrayAsync(new Uri(src, UriKind.Relative)));
            $"{icon.Width}x{icon.Height}".ShouldBe(sizes);
            icon.GetPixel(icon.Width / 2, icon.Height / 16).ShouldBe(new SkiaSharp.SKColor(0xa0, 0x3c, 0x2d), src);
            icon.GetPixel(icon.Width / 2, icon.Height / 2).ShouldBe(SkiaSharp.SKColors.White, src);
            icon.GetPixel(0, 0).Alpha.ShouldBe((byte)(cut ? 255 : 0), src);
        }
        (await anonymous.GetAsync(new Uri($"{company.Slug}/icon-9999.png", UriKind.Relative))).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await anonymous.GetAsync(new Uri("icon-192.png", UriKind.Relative))).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    static Task<int> Backdate(Estate estate, Guid id) => estate.Company.Read(db => db.Set<Ticket>().Where(t => t.Id == id)
        .ExecuteUpdateAsync(s => s.SetProperty(t => t.AssignedAt, DateTime.UtcNow.AddHours(-1)).SetProperty(t => t.SubmittedAt, DateTime.UtcNow.AddHours(-1))));
}
