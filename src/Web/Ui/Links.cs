namespace Web.Ui;

/// <summary>A link of a tab bar or a switch.</summary>
/// <param name="Text">Words.</param>
/// <param name="Href">Address inside the company.</param>
/// <param name="Current">This page.</param>
/// <param name="Count">A number beside it.</param>
public sealed record LinkItem(string Text, string Href, bool Current, int? Count = null);

/// <summary>An entry of the main navigation.</summary>
/// <param name="Text">Words.</param>
/// <param name="Href">Address inside the company.</param>
/// <param name="Icon">Icon name.</param>
/// <param name="Current">This page.</param>
/// <param name="Count">A number that asks for attention.</param>
/// <param name="Extra">Left out of the narrow bar.</param>
public sealed record NavItem(string Text, string Href, string Icon, bool Current, int? Count = null, bool Extra = false);

/// <summary>A photo or video to show.</summary>
/// <param name="Url">The whole.</param>
/// <param name="ThumbUrl">The small one; videos have none.</param>
/// <param name="IsVideo">A video.</param>
/// <param name="Alt">What it shows.</param>
/// <param name="Tag">A word on it.</param>
public sealed record Shot(string Url, string? ThumbUrl, bool IsVideo, string Alt, string? Tag = null);
