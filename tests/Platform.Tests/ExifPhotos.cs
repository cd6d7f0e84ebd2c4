using System.Text;
using SkiaSharp;

namespace Platform.Tests;

/// <summary>Photos as phones make them: turned by a tag, with the place where they were taken.</summary>
static class ExifPhotos
{
    /// <summary>Stands in the EXIF location, the XMP packet and the comment of every photo made here.</summary>
    internal const string Secret = "N31.2304E121.4737";

    /// <summary>Stored 60×40 with corners red, green, blue, yellow (clockwise from the top left), to be shown as the orientation says.</summary>
    internal static byte[] Jpeg(int orientation)
    {
        using var bitmap = new SKBitmap(60, 40);
        using (var canvas = new SKCanvas(bitmap))
        {
            Fill(canvas, 0, 0, SKColors.Red);
            Fill(canvas, 30, 0, SKColors.Lime);
            Fill(canvas, 30, 20, SKColors.Blue);
            Fill(canvas, 0, 20, SKColors.Yellow);
        }
        using var image = SKImage.FromBitmap(bitmap);
        using var data = image.Encode(SKEncodedImageFormat.Jpeg, 100);
        var plain = data.ToArray();
        return
        [
            .. plain[..2],
            .. Segment(0xE1, Exif((byte)orientation)),
            .. Segment(0xE1, Encoding.ASCII.GetBytes("http://ns.adobe.com/xap/1.0/\0<x>" + Secret + "</x>")),
            .. Segment(0xFE, Encoding.ASCII.GetBytes(Secret)),
            .. plain[2..],
        ];
    }

    static void Fill(SKCanvas canvas, int x, int y, SKColor colour)
    {
        using var paint = new SKPaint { Color = colour };
        canvas.DrawRect(x, y, 30, 20, paint);
    }

    static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    // TIFF, big-endian: directory 0 at 8 with orientation (0x0112) and the place of the GPS directory (0x8825) at 38, whose date stamp (0x1D) points to the text at 56.
    static byte[] Exif(byte orientation)
    {
        var text = Encoding.ASCII.GetBytes(Secret + "\0");
        return
        [
            .. "Exif\0\0"u8,
            .. "MM"u8, 0, 42, 0, 0, 0, 8,
            0, 2,
            0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0,
            0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38,
            0, 0, 0, 0,
            0, 1,
            0x00, 0x1D, 0, 2, 0, 0, 0, (byte)text.Length, 0, 0, 0, 56,
            0, 0, 0, 0,
            .. text,
        ];
    }
}
