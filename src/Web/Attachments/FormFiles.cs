using Microsoft.AspNetCore.Http;
using Platform;

namespace Web.Attachments;

/// <summary>What a form brought: ids of files that the script sent ahead, and files that travelled with the form.</summary>
public static class FormFiles
{
    const int Most = 10;

    /// <summary>The ids under <paramref name="name"/>, plus those of the files under <paramref name="fileName"/>, which are stored now.</summary>
    public static async Task<Result<List<Guid>>> Collect(this UploadAttachment.Handler uploads, HttpContext http, Guid account, string name, string fileName, CancellationToken stop)
    {
        var form = await http.Request.ReadFormAsync(stop);
        // Before the first is decoded and stored.
        if (form[name].Count + form.Files.Count(f => f.Name == fileName) > Most) return AttachmentErrors.TooMany with { Args = [Most] };
        List<Guid> ids = [];
        http.Items[Key(name)] = ids;
        foreach (var text in form[name]) if (Guid.TryParse(text, out var id)) ids.Add(id);
        foreach (var file in form.Files.Where(f => f.Name == fileName && f.Length > 0))
        {
            await using var content = file.OpenReadStream();
            var stored = await uploads.Run(content, account, null, stop);
            if (stored.Error is { } refused) return refused;
            ids.Add(stored.Value);
        }
        return ids;
    }

    /// <summary>The ids that this request collected, so that a form that is shown again still has its files.</summary>
    public static IReadOnlyList<Guid> Kept(HttpContext? http, string name) => http?.Items[Key(name)] as List<Guid> ?? [];

    static string Key(string name) => "form-files:" + name;
}
