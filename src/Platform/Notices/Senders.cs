using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Platform.Notices;

/// <summary>Sends text messages to phones at once, past every switch: codes for signing in.</summary>
public interface ISmsSender
{
    /// <summary>Sends; <see cref="NotSentException"/> means it was not accepted.</summary>
    Task Send(string phone, string text, CancellationToken stop = default);
}

/// <summary>A message was not accepted by whoever was to carry it.</summary>
public sealed class NotSentException(string why) : Exception(why);

/// <summary>Mail settings; without a host no mail is sent.</summary>
/// <param name="Host">Name of the server.</param>
/// <param name="Port">Its port.</param>
/// <param name="From">The sender's address.</param>
/// <param name="User">Account at the server, or null for none.</param>
/// <param name="Password">Password of the account.</param>
/// <param name="Tls">True to encrypt by STARTTLS, and to send nothing without.</param>
public sealed record SmtpOptions(string Host, int Port, string From, string? User, string? Password, bool Tls);

/// <summary>Mail over SMTP.</summary>
public sealed class SmtpSender(SmtpOptions options)
{
    const int TimeoutMilliseconds = 15_000;

    /// <summary>Sends and answers the server's words; an exception means that the server did not accept it. The same id makes the same message id.</summary>
    public async Task<string> Send(Guid id, string to, string subject, string body, CancellationToken stop)
    {
        using var message = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = body } };
        message.From.Add(MailboxAddress.Parse(options.From));
        message.To.Add(MailboxAddress.Parse(to));
        message.MessageId = $"{id:N}@{message.From.Mailboxes.First().Domain}";

        using var client = new SmtpClient { Timeout = TimeoutMilliseconds };
        await client.ConnectAsync(options.Host, options.Port, options.Tls ? SecureSocketOptions.StartTls : SecureSocketOptions.None, stop);
        if (options.User is { } user) await client.AuthenticateAsync(user, options.Password ?? "", stop);
        var answer = await client.SendAsync(message, stop);
        await client.DisconnectAsync(quit: true, stop);
        return answer;
    }
}
