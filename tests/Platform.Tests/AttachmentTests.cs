using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Attachments;
using Platform.Events;
using SkiaSharp;

namespace Platform.Tests;

public sealed class AttachmentTests
{
    const long Megabyte = 1024 * 1024;

    static readonly byte[] Mp4 = [.. "\0\0\0\u0018ftypisom"u8, .. Enumerable.Range(0, 5000).Select(i => (byte)i)];

    // Shown corners, clockwise from the top left, for each orientation of EXIF 2.32.
    [Theory]
    [InlineData(1, "RGBY")]
    [InlineData(2, "GRYB")]
    [InlineData(3, "BYRG")]
    [InlineData(4, "YBGR")]
    [InlineData(5, "RYBG")]
    [InlineData(6, "YRGB")]
    [InlineData(7, "BGRY")]
    [InlineData(8, "GBYR")]
    public async Task A_photo_is_kept_upright_and_without_the_place_where_it_was_taken(int orientation, string corners)
    {
        var member = await (await TestCompany.New()).Person("林静怡");
        var sent = ExifPhotos.Jpeg(orientation);
        Encoding.Latin1.GetString(sent).ShouldContain(ExifPhotos.Secret);

        var id = await (await member.Client.Upload(sent)).ShouldBeMade();

        foreach (var address in new[] { $"api/v1/attachments/{id}", $"api/v1/attachments/{id}/thumb" })
        {
            var kept = await member.Client.GetByteArrayAsync(address);
            Encoding.Latin1.GetString(kept).ShouldNotContain(ExifPhotos.Secret);
            Encoding.Latin1.GetString(kept).ShouldNotContain("Exif");
            Corners(kept).ShouldBe(corners);
        }
    }

    [Theory]
    [InlineData("MZ\u0090 an executable", "photo.jpg", "image/jpeg")]
    [InlineData("<script>alert(1)</script>", "photo.png", "image/png")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.svg", "image/svg+xml")]
    [InlineData("%PDF-1.7", "clip.mp4", "video/mp4")]
    [InlineData("\0\0\0\u0018ftypheic", "photo.heic", "image/heic", "heic")]
    public async Task What_only_calls_itself_a_photo_or_video_is_refused(string content, string name, string type, string why = "not-media")
    {
        var company = await TestCompany.New();
        var member = await company.Person("林静怡");

        await (await member.Client.Upload(Encoding.Latin1.GetBytes(content.PadRight(64)), name, type)).ShouldBeProblem(400, "attachments/" + why);

        await NothingIsKept(company);
    }

    [Fact]
    public async Task A_broken_photo_and_no_file_at_all_leave_nothing()
    {
        var company = await TestCompany.New();
        var client = (await company.Person("林静怡")).Client;
        var photo = TestPhotos.Jpeg();

        await (await client.Upload(photo[..(photo.Length / 2)])).ShouldBeProblem(400, "attachments/broken");
        await (await client.Upload([0xFF, 0xD8, 0xFF, 0xE0, .. new byte[500]])).ShouldBeProblem(400, "attachments/broken");
        await (await client.Upload([])).ShouldBeProblem(400, "attachments/empty");
        await (await client.PostAsync("api/v1/attachments", new MultipartFormDataContent { { new StringContent("x"), "note" } })).ShouldBeProblem(400, "attachments/empty");

        await NothingIsKept(company);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upload_that_breaks_off_leaves_nothing(bool form)
    {
        var company = await TestCompany.New();
        var member = await company.Person("林静怡");
        var photo = TestPhotos.Jpeg();
        var (type, start) = form
            ? ("multipart/form-data; boundary=cut", "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n")
            : ("image/jpeg", "");

        await RawSocket.SendAndHangUp(company.Host, $"POST /{company.Slug}/api/v1/attachments HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {member.Token}\r\n"
            + $"Content-Type: {type}\r\nContent-Length: {photo.Length + 1000}\r\n\r\n{start}", photo);

        await NothingIsKept(company);
        await (await member.Client.Upload(photo)).ShouldBeMade();
    }

    [Fact]
    public async Task A_photo_may_have_15_megabytes_and_a_video_200()
    {
        var company = await TestCompany.New();
        var client = (await company.Person("林静怡")).Client;

        await (await client.PostAsync("api/v1/attachments", new LongContent([0xFF, 0xD8, 0xFF, 0xE0], (15 * Megabyte) + 1))).ShouldBeProblem(400, "attachments/photo-too-large");
        await (await client.PostAsync("api/v1/attachments", new LongContent(Mp4, (200 * Megabyte) + 1))).ShouldBeProblem(400, "attachments/video-too-large");
        var more = new HttpRequestMessage(HttpMethod.Post, "api/v1/attachments") { Content = new LongContent(Mp4, 300 * Megabyte) };
        more.Headers.ExpectContinue = true;
        await (await client.SendAsync(more)).ShouldBeProblem(413, "too-large");
        await NothingIsKept(company);

        await (await client.PostAsync("api/v1/attachments", new LongContent(Mp4, 200 * Megabyte))).ShouldBeMade();
        (await company.Read(db => db.Set<Attachment>().SingleAsync())).Size.ShouldBe(200 * Megabyte);
    }

    [Fact]
    public async Task Videos_are_read_by_ranges_and_known_ones_are_not_sent_again()
    {
        var member = await (await TestCompany.New()).Person("林静怡");
        var id = await (await member.Client.Upload(Mp4, "clip.mp4", "video/mp4")).ShouldBeMade();

        var part = await Get(member, id, new RangeHeaderValue(100, 199));
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        part.Content.Headers.ContentRange!.ToString().ShouldBe($"bytes 100-199/{Mp4.Length}");
        (await part.Content.ReadAsByteArrayAsync()).ShouldBe(Mp4[100..200]);
        (await (await Get(member, id, new RangeHeaderValue(null, 10))).Content.ReadAsByteArrayAsync()).ShouldBe(Mp4[^10..]);
        (await Get(member, id, new RangeHeaderValue(Mp4.Length, null))).StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);

        var whole = await Get(member, id, null);
        whole.Content.Headers.ContentType!.ToString().ShouldBe("video/mp4");
        whole.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
        var again = new HttpRequestMessage(HttpMethod.Get, $"api/v1/attachments/{id}");
        again.Headers.IfNoneMatch.Add(whole.Headers.ETag!);
        (await member.Client.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        await (await member.Client.GetAsync($"api/v1/attachments/{id}/thumb")).ShouldBeProblem(404, "not-found");
    }

    [Fact]
    public async Task An_upload_that_belongs_to_nothing_yet_is_its_senders_only()
    {
        var (company, other) = (await TestCompany.New(), await TestCompany.New());
        var (sender, colleague, outsider) = (await company.Person("甲"), await company.Person("乙"), await other.Person("丙"));
        var id = await (await sender.Client.Upload(TestPhotos.Jpeg())).ShouldBeMade();

        (await Get(sender, id, null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await Get(colleague, id, null)).ShouldBeProblem(404, "not-found");
        await (await colleague.Client.GetAsync($"api/v1/attachments/{id}/thumb")).ShouldBeProblem(404, "not-found");
        await (await Get(outsider, id, null)).ShouldBeProblem(404, "not-found");
        await (await outsider.At(company).GetAsync($"api/v1/attachments/{id}")).ShouldBeProblem(403, "not-a-member");
        await (await company.Host.Anonymous.GetAsync($"{company.Slug}/api/v1/attachments/{id}")).ShouldBeProblem(401, "sign-in");
    }

    [Fact]
    public async Task Sending_twice_with_one_key_keeps_one()
    {
        var company = await TestCompany.New();
        var member = await company.Person("林静怡");
        var photo = TestPhotos.Jpeg();

        var first = await (await member.Client.Upload(photo, key: "k1")).ShouldBeMade();
        var second = await (await member.Client.Upload(photo, key: "k1")).ShouldBeMade();

        second.ShouldBe(first);
        (await company.Read(db => db.Set<Attachment>().CountAsync())).ShouldBe(1);
        photo[^3] ^= 1;
        await (await member.Client.Upload(photo, key: "k1")).ShouldBeProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task What_nothing_took_over_for_two_days_is_deleted_with_its_files()
    {
        await using var host = TestHost.New();
        var company = await TestCompany.New(host);
        var member = await company.Person("林静怡");
        var (kept, left) = (await (await member.Client.Upload(TestPhotos.Jpeg())).ShouldBeMade(), await (await member.Client.Upload(TestPhotos.Jpeg())).ShouldBeMade());
        await company.Change(async (_, db) => (await db.Set<Attachment>().SingleAsync(a => a.Id == kept)).TieTo("ticket", Guid.CreateVersion7(), member.AccountId));

        host.Clock.Shift = TimeSpan.FromDays(1.9);
        await Drain(company);
        (await company.Read(db => db.Set<Attachment>().CountAsync())).ShouldBe(2);

        host.Clock.Shift = TimeSpan.FromDays(2.1);
        await Drain(company);

        (await company.Read(db => db.Set<Attachment>().Select(a => a.Id).ToListAsync())).ShouldBe([kept]);
        Directory.GetFiles(Path.Combine(host.Folder, "files", company.Id.ToString("N"), "attachments")).Select(Path.GetFileName).ShouldBe([$"{kept:N}", $"{kept:N}.thumb"], ignoreOrder: true);
        (await company.Read(db => db.Set<OutboxMessage>().CountAsync())).ShouldBe(0);
        left.ShouldNotBe(kept);
    }

    // Until nothing is due any more: what is done may make something due at once.
    static async Task Drain(TestCompany company)
    {
        var worker = company.Host.Services.GetServices<IHostedService>().OfType<OutboxWorker>().Single();
        var until = DateTime.UtcNow.AddSeconds(20);
        do
        {
            await worker.Turn(company.Id, default);
            var now = company.Host.Clock.GetUtcNow().UtcDateTime.AddMinutes(2);
            if (!await company.Read(db => db.Set<OutboxMessage>().AnyAsync(m => m.DueAt <= now))) return;
            await Task.Delay(50);
        }
        while (DateTime.UtcNow < until);
        Assert.Fail("Something is still due.");
    }

    [Fact]
    public async Task Files_are_kept_in_azure_the_same_way()
    {
        if (TestServices.Missing("Azurite", TestServices.Azurite) is { } why) Assert.Skip(why);
        await using var host = TestHost.New(("Files:Azure", TestServices.Azurite!), ("Files:Container", "t" + Guid.NewGuid().ToString("N")));
        var (company, other) = (await TestCompany.New(host), await TestCompany.New(host));
        var member = await company.Person("林静怡");

        var photo = await (await member.Client.Upload(ExifPhotos.Jpeg(6))).ShouldBeMade();
        var clip = await (await member.Client.Upload(Mp4, "clip.mp4", "video/mp4")).ShouldBeMade();

        Corners(await member.Client.GetByteArrayAsync($"api/v1/attachments/{photo}")).ShouldBe("YRGB");
        (await (await Get(member, clip, new RangeHeaderValue(100, 199))).Content.ReadAsByteArrayAsync()).ShouldBe(Mp4[100..200]);
        await (await Get(await other.Person("丙"), clip, null)).ShouldBeProblem(404, "not-found");
        Directory.Exists(Path.Combine(host.Folder, "files")).ShouldBeFalse();
    }

    static Task<HttpResponseMessage> Get(TestPerson person, Guid id, RangeHeaderValue? range)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/attachments/{id}");
        request.Headers.Range = range;
        return person.Client.SendAsync(request);
    }

    static string Corners(byte[] photo)
    {
        using var shown = SKBitmap.Decode(photo);
        var (right, bottom) = (shown.Width - 8, shown.Height - 8);
        return string.Concat(new[] { shown.GetPixel(7, 7), shown.GetPixel(right, 7), shown.GetPixel(right, bottom), shown.GetPixel(7, bottom) }.Select(Letter));
    }

    static char Letter(SKColor c) => (c.Red > 128, c.Green > 128, c.Blue > 128) switch
    {
        (true, false, false) => 'R',
        (false, true, false) => 'G',
        (false, false, true) => 'B',
        (true, true, false) => 'Y',
        _ => '?',
    };

    static async Task NothingIsKept(TestCompany company)
    {
        (await company.Read(db => db.Set<Attachment>().CountAsync())).ShouldBe(0);
        var files = Path.Combine(company.Host.Folder, "files", company.Id.ToString("N"));
        (Directory.Exists(files) ? Directory.GetFiles(files, "*", SearchOption.AllDirectories) : []).ShouldBeEmpty();
    }

    /// <summary>A beginning and then zeros.</summary>
    sealed class LongContent(byte[] start, long length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(start);
            var zeros = new byte[64 * 1024];
            for (var left = length - start.Length; left > 0; left -= zeros.Length) await stream.WriteAsync(zeros.AsMemory(0, (int)Math.Min(left, zeros.Length)));
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
