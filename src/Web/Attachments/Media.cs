using Platform;
using Platform.Attachments;
using SkiaSharp;

namespace Web.Attachments;

/// <summary>Looks at bytes, never at names or declared types.</summary>
static class Media
{
    internal const int SniffLength = 32;
    const int LongestSide = 2560;
    const int ThumbSide = 480;
    const long MaxPixels = 100_000_000;
    // What has to be held at once; cameras store JPEG, which is drawn small while it is read.
    const long MaxDecoded = 25_000_000;

    // Decoding takes up to four bytes per pixel; more than two at once would be felt by everybody.
    static readonly SemaphoreSlim Decoders = new(2, 2);

    /// <summary>Kind and type of the file that starts with these bytes, or null when it is neither photo nor video.</summary>
    internal static (MediaKind Kind, string Type)? Sniff(ReadOnlySpan<byte> head)
    {
        if (head.Length >= 3 && head[0] == 0xFF && head[1] == 0xD8 && head[2] == 0xFF) return (MediaKind.Photo, "image/jpeg");
        if (head.Length >= 8 && head[0] == 0x89 && head[1..4].SequenceEqual("PNG"u8)) return (MediaKind.Photo, "image/png");
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8)) return (MediaKind.Photo, "image/gif");
        if (head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("WEBP"u8)) return (MediaKind.Photo, "image/webp");
        if (head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8))
        {
            var brand = head[8..12];
            if (brand.SequenceEqual("qt  "u8)) return (MediaKind.Video, "video/quicktime");
            // HEIC and AVIF stills use the same box; they are pictures that we cannot decode.
            return brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.StartsWith("mif"u8) || brand.StartsWith("avi"u8) ? null : (MediaKind.Video, "video/mp4");
        }
        if (head.Length >= 4 && head[0] == 0x1A && head[1] == 0x45 && head[2] == 0xDF && head[3] == 0xA3) return (MediaKind.Video, "video/webm");
        return null;
    }

    /// <summary>True for what an iPhone stores unless told otherwise: a picture, but one that we cannot decode.</summary>
    internal static bool IsHeic(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8) && (head[8..12].StartsWith("hei"u8) || head[8..12].StartsWith("hev"u8) || head[8..12].StartsWith("mif"u8));

    /// <summary>The photo upright, at most 2560 pixels long, as JPEG without any metadata, and its thumbnail.</summary>
    internal static async Task<Result<(byte[] Photo, byte[] Thumb)>> Redraw(string path, CancellationToken stop)
    {
        await Decoders.WaitAsync(stop);
        try
        {
            using var codec = SKCodec.Create(path);
            if (codec is null || codec.Info.Width < 1 || (long)codec.Info.Width * codec.Info.Height > MaxPixels) return AttachmentErrors.Broken;

            var scale = Math.Min(1f, LongestSide / (float)Math.Max(codec.Info.Width, codec.Info.Height));
            var size = codec.GetScaledDimensions(scale);
            if ((long)size.Width * size.Height > MaxDecoded) return AttachmentErrors.TooManyPixels;
            using var raw = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
            var result = codec.GetPixels(raw.Info, raw.GetPixels());
            if (result is not SKCodecResult.Success) return AttachmentErrors.Broken;

            using var upright = Draw(raw, codec.EncodedOrigin, LongestSide);
            using var thumb = Draw(upright, SKEncodedOrigin.TopLeft, ThumbSide);
            return (Encode(upright, 85), Encode(thumb, 78));
        }
        finally
        {
            Decoders.Release();
        }
    }

    static SKBitmap Draw(SKBitmap source, SKEncodedOrigin origin, int longest)
    {
        var turned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (w, h) = turned ? (source.Height, source.Width) : (source.Width, source.Height);
        var scale = Math.Min(1f, longest / (float)Math.Max(w, h));
        var target = new SKBitmap(new SKImageInfo(Math.Max(1, (int)(w * scale)), Math.Max(1, (int)(h * scale)), SKColorType.Rgba8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(target);
        canvas.Clear(SKColors.White);
        canvas.Scale(target.Width / (float)w, target.Height / (float)h);
        canvas.Concat(Upright(origin, source.Width, source.Height));
        using var image = SKImage.FromBitmap(source);
        canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return target;
    }

    // EXIF 2.32, tag Orientation: how the stored rows and columns map to the upright picture.
    static SKMatrix Upright(SKEncodedOrigin origin, float w, float h) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, w, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, w, 0, -1, h, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, h, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, h, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, h, -1, 0, w, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, w, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    static byte[] Encode(SKBitmap bitmap, int quality)
    {
        using var image = SKImage.FromBitmap(bitmap);
        using var data = image.Encode(SKEncodedImageFormat.Jpeg, quality);
        return data.ToArray();
    }
}
