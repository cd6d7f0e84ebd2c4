namespace Notices.Contracts;

/// <summary>What all channels share.</summary>
/// <param name="Site">Root address under which people reach the product, ending in a slash, for links in messages; null for messages without.</param>
public sealed record NoticeOptions(Uri? Site);

/// <summary>The gateway that sends text messages; registered only where there is one.</summary>
/// <param name="Url">Root address of the gateway.</param>
/// <param name="Key">Who we are.</param>
/// <param name="Secret">What requests are signed with.</param>
public sealed record SmsOptions(Uri Url, string Key, string Secret);

/// <summary>Where WeChat is.</summary>
/// <param name="Url">Root address of the API.</param>
/// <param name="OpenUrl">Root address of the page on which people agree to be bound.</param>
public sealed record WeChatServers(Uri Url, Uri OpenUrl);

/// <summary>A WeChat official account. The platform's is registered only where there is one; a company may have its own.</summary>
/// <param name="AppId">The account.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="Template">The message template.</param>
/// <param name="TextField">The template's field for the words, at most 20 characters for a <c>thing</c>.</param>
/// <param name="TimeField">The template's field for the time.</param>
public sealed record WeChatOptions(string AppId, string Secret, string Template, string TextField, string TimeField);

/// <summary>Web hooks.</summary>
/// <param name="Anywhere">True to let companies name plain http and private addresses: development only.</param>
public sealed record HookOptions(bool Anywhere);
