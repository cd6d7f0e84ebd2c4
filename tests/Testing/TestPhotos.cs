using System.Net.Http.Headers;
using SkiaSharp;

namespace Testing;

/// <summary>Pictures and uploads.</summary>
public static class TestPhotos
{
    /// <summary>A small JPEG.</summary>
    public static byte[] Jpeg(int width = 640, int height = 480)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap)) canvas.Clear(SKColors.SteelBlue);
        using var image = SKImage.FromBitmap(bitmap);
        using var data = image.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }

    /// <summary>Sends a file the way a form does.</summary>
    public static Task<HttpResponseMessage> Upload(this HttpClient client, byte[] content, string name = "photo.jpg", string type = "image/jpeg", string? key = null)
    {
        var part = new ByteArrayContent(content);
        part.Headers.ContentType = new MediaTypeHeaderValue(type);
        var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/attachments") { Content = new MultipartFormDataContent { { part, "file", name } } };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return client.SendAsync(request);
    }
}
