using System.Globalization;
using Notices.WeChat;

namespace Notices.Channels;

/// <summary>Template messages of the official account, to people who bound their WeChat.</summary>
sealed class WeChatChannel(WeChatApi api, WeChatAccount account) : INoticeChannel
{
    const int LongestField = 20;

    // Of the API's list: what is wrong with this person or this message. Everything else may pass.
    static readonly int[] Permanent = [40003, 40036, 40037, 41028, 41029, 41030, 43004, 43019, 43101, 45040, 47001, 47003, 50005];

    public Channel Channel => Channel.Wechat;

    public async ValueTask<bool> IsReady(CancellationToken stop) => await account.Of(stop) is not null;

    public string? AddressOf(Recipient recipient) => recipient.OpenId;

    public async Task<Answer> Send(string address, Letter letter, CancellationToken stop)
    {
        var options = (await account.Of(stop))!;
        WeChatApi.Reply reply;
        try
        {
            reply = await api.Post(options, "cgi-bin/message/template/send", new
            {
                touser = address,
                template_id = options.Template,
                url = letter.Link?.ToString() ?? "",
                client_msg_id = letter.Id.ToString("N"),
                data = new Dictionary<string, object>
                {
                    [options.TextField] = new { value = Shorten(letter.Text) },
                    [options.TimeField] = new { value = letter.LocalTime },
                },
            }, stop);
        }
        catch (WeChatApi.RefusedException refused)
        {
            return Answer.Later(refused.Message, refused.Code);
        }
        if (reply.ErrCode == 0) return Answer.Accepted(reply.MsgId.ToString(CultureInfo.InvariantCulture));
        var why = $"{reply.ErrCode} {reply.ErrMsg}";
        return Permanent.Contains(reply.ErrCode) ? Answer.Never(why, reply.ErrCode) : Answer.Later(why, reply.ErrCode);
    }

    static string Shorten(string text) => text.Length <= LongestField ? text : string.Concat(text.AsSpan(0, LongestField - 1), "…");
}
