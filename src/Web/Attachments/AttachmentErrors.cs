using Platform;

namespace Web.Attachments;

static class AttachmentErrors
{
    internal static readonly Error NotMedia = new(ErrorKind.Invalid, "attachments/not-media", "只能上传照片（JPEG、PNG、WebP、GIF）或视频（MP4、MOV、WebM）。");
    internal static readonly Error Heic = new(ErrorKind.Invalid, "attachments/heic", "这是 iPhone 的 HEIC 照片，这里打不开。请在“设置 › 相机 › 格式”里选“兼容性最佳”后重拍，或截图后上传。");
    internal static readonly Error PhotoTooLarge = new(ErrorKind.Invalid, "attachments/photo-too-large", "照片不能超过 15 MB。");
    internal static readonly Error VideoTooLarge = new(ErrorKind.Invalid, "attachments/video-too-large", "视频不能超过 200 MB。");
    internal static readonly Error Broken = new(ErrorKind.Invalid, "attachments/broken", "这张照片打不开，可能已经损坏，请换一张。");
    internal static readonly Error TooManyPixels = new(ErrorKind.Invalid, "attachments/too-many-pixels", "这张图片的尺寸太大，请存成 JPEG 或缩小到 5000 × 5000 以内再传。");
    internal static readonly Error Truncated = new(ErrorKind.Invalid, "attachments/truncated", "文件没有传完整，请重试。");
    internal static readonly Error TooMany = new(ErrorKind.Invalid, "attachments/too-many", "一次最多 {0} 个文件，请分几次上传。");
    internal static readonly Error Empty = new(ErrorKind.Invalid, "attachments/empty", "没有收到文件。");
}
