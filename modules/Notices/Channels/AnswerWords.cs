using static Platform.Words;

namespace Notices.Channels;

/// <summary>What a provider's answer means to somebody who sets the channel up; its own words stand behind.</summary>
static class AnswerWords
{
    internal static string Of(Channel channel, Answer answer)
    {
        var means = answer.Verdict == Verdict.Accepted ? T("对方已收下，请看看有没有收到。") : channel switch
        {
            Channel.Wechat => OfWeChat(answer.Code),
            Channel.Mail => answer.Code is not null ? T("邮件服务器不收这封信。") : T("连不上邮件服务器，或它没有回应。"),
            _ => OfHttp(answer.Code),
        };
        return answer.Text.Length == 0 ? means : T("{0}（{1}）", means, answer.Code is null && answer.Verdict == Verdict.Later ? T(answer.Text) : Shorten(answer.Text));
    }

    static string Shorten(string text) => text.Length <= Sending.NoticeDelivery.LongestAnswer ? text : text[..Sending.NoticeDelivery.LongestAnswer];

    static string OfHttp(int? status) => status switch
    {
        null => T("连不上对方，或它没有回应。"),
        401 or 403 => T("密钥或签名不对，请检查设置。"),
        404 or 405 => T("对方的这个地址不收消息，请检查网址。"),
        429 => T("发得太频繁，对方暂时不收。"),
        >= 300 and < 400 => T("对方要转到别的地址，请直接填最后的地址。"),
        >= 500 => T("对方的系统出错了，请稍后再试。"),
        _ => T("对方不收这条消息。"),
    };

    // developers.weixin.qq.com, global return codes.
    static string OfWeChat(int? code) => code switch
    {
        null => T("连不上对方，或它没有回应。"),
        40001 or 40125 => T("AppSecret 不对，请重新填写。"),
        40013 => T("AppId 不对，请检查。"),
        40037 => T("公众号里没有这个模板，请检查模板编号。"),
        40003 => T("这个微信不认识这个公众号，请重新绑定。"),
        40164 => T("服务器的地址不在公众号的 IP 白名单里。"),
        43004 => T("请先关注公众号，再试一次。"),
        47003 => T("模板的字段名不对，请照模板填写。"),
        48001 => T("公众号没有发模板消息的权限。"),
        45009 or 45011 => T("发得太频繁，对方暂时不收。"),
        _ => T("微信不收这条消息。"),
    };
}
