using MailKit.Net.Smtp;
using Platform;
using Platform.Notices;

namespace Notices.Channels;

/// <summary>E-mail.</summary>
sealed class MailChannel(SmtpSender? sender = null) : INoticeChannel
{
    public Channel Channel => Channel.Mail;

    public ValueTask<bool> IsReady(CancellationToken stop) => ValueTask.FromResult(sender is not null);

    public string? AddressOf(Recipient recipient) => recipient.Mail;

    public async Task<Answer> Send(string address, Letter letter, CancellationToken stop)
    {
        var body = letter.Link is { } link ? $"{letter.Text}\n\n{link}" : letter.Text;
        try
        {
            return Answer.Accepted(await sender!.Send(letter.Id, address, Words.T("{0}：{1}", letter.Company, letter.Text), body, stop));
        }
        catch (SmtpCommandException refused) when ((int)refused.StatusCode >= 500)
        {
            return Answer.Never($"{(int)refused.StatusCode} {refused.Message}", (int)refused.StatusCode);
        }
    }
}
