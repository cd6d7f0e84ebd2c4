using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Platform.Events;
using Platform.Model;

namespace Platform.Notices;

/// <summary>A message in a person's inbox.</summary>
public sealed class Notice : Aggregate
{
    Notice() { }

    /// <summary>A new unread message. <paramref name="source"/> is the event message that caused it: one notice per person and source.</summary>
    public Notice(Guid accountId, Guid source, string text, string argsJson, string link, DateTime now) =>
        (AccountId, Source, Text, ArgsJson, Link, At) = (accountId, source, text, argsJson, link, now);

    /// <summary>The reader.</summary>
    public Guid AccountId { get; private set; }
    /// <summary>The event message that caused it.</summary>
    public Guid Source { get; private set; }
    /// <summary>Chinese words with placeholders; translated when shown.</summary>
    public string Text { get; private set; } = "";
    /// <summary>What goes into the placeholders, a JSON array of strings.</summary>
    public string ArgsJson { get; private set; } = "[]";
    /// <summary>Where it leads, inside the company.</summary>
    public string Link { get; private set; } = "";
    /// <summary>When (UTC).</summary>
    public DateTime At { get; private set; }
    /// <summary>When it was read (UTC).</summary>
    public DateTime? ReadAt { get; private set; }
    /// <summary>When it was handed to the mail server (UTC).</summary>
    public DateTime? MailedAt { get; internal set; }

    /// <summary>Marks it read.</summary>
    public void Read(DateTime now) => ReadAt ??= now;
}

/// <summary>A notice was put into an inbox.</summary>
public sealed record NoticePosted(Guid NoticeId) : IEvent;

/// <summary>Puts notices into inboxes.</summary>
public interface INotices
{
    /// <summary>
    /// Adds one notice per account to the current unit of work and the push of their inboxes to <paramref name="context"/>. Called by event handlers only,
    /// so that it happens once.
    /// </summary>
    Task Post(EventContext context, IReadOnlyCollection<Guid> accounts, string link, string text, params object[] args);
}

/// <summary>Sends text messages to phones.</summary>
public interface ISmsSender
{
    /// <summary>Sends; an exception means it was not accepted.</summary>
    Task Send(string phone, string text, CancellationToken stop = default);
}

/// <summary>Sends mail.</summary>
public interface IMailSender
{
    /// <summary>Sends; an exception means the server did not accept it.</summary>
    Task Send(string to, string subject, string body, CancellationToken stop = default);
}

/// <summary>Mail settings; without a host no mail is sent.</summary>
/// <param name="Host">Name of the server.</param>
/// <param name="Port">Its port.</param>
/// <param name="From">The sender's address.</param>
/// <param name="User">Account at the server, or null for none.</param>
/// <param name="Password">Password of the account.</param>
/// <param name="Tls">True to encrypt by STARTTLS, and to send nothing without.</param>
/// <param name="Site">Root address under which people reach the product, for links in mails; null for mails without.</param>
public sealed record SmtpOptions(string Host, int Port, string From, string? User, string? Password, bool Tls, Uri? Site = null);

/// <summary>Mail over SMTP.</summary>
public sealed class SmtpSender(SmtpOptions options) : IMailSender
{
    /// <inheritdoc />
    public async Task Send(string to, string subject, string body, CancellationToken stop)
    {
        using var message = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = body } };
        message.From.Add(MailboxAddress.Parse(options.From));
        message.To.Add(MailboxAddress.Parse(to));

        using var client = new SmtpClient();
        await client.ConnectAsync(options.Host, options.Port, options.Tls ? SecureSocketOptions.StartTls : SecureSocketOptions.None, stop);
        if (options.User is { } user) await client.AuthenticateAsync(user, options.Password ?? "", stop);
        await client.SendAsync(message, stop);
        await client.DisconnectAsync(quit: true, stop);
    }
}
