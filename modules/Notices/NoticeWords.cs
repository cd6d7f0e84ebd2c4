using Notices.Channels;
using Notices.Sending;
using static Platform.Words;

namespace Notices;

/// <summary>How the module's own terms are called.</summary>
static class NoticeWords
{
    /// <summary>The ways a person chooses among.</summary>
    internal static readonly IReadOnlyList<Channel> ForPeople = [Channel.Mail, Channel.Sms, Channel.Wechat];

    internal static string Of(Channel channel) => channel switch
    {
        Channel.Mail => T("邮件"),
        Channel.Sms => T("短信"),
        Channel.Wechat => T("微信"),
        _ => T("网络推送"),
    };

    internal static string Of(DeliveryState state) => state switch
    {
        DeliveryState.Waiting => T("等待发送"),
        DeliveryState.Sent => T("已送出"),
        DeliveryState.Failed => T("多次没发成"),
        DeliveryState.Refused => T("对方拒收"),
        _ => T("不用再发"),
    };

    internal static string Tone(DeliveryState state) => state switch
    {
        DeliveryState.Sent => "ok",
        DeliveryState.Failed or DeliveryState.Refused => "bad",
        DeliveryState.Waiting => "accent",
        _ => "",
    };

    /// <summary>What a placeholder stands for.</summary>
    internal static string OfPlace(string place) => place switch
    {
        "text" => T("系统原来的这句话"),
        "company" => T("公司名称"),
        "number" => T("工单号"),
        "place" => T("地点"),
        "title" => T("事项"),
        "time" => T("时间"),
        "from" => T("开始"),
        "until" => T("结束"),
        "person" => T("姓名"),
        "reason" => T("原因"),
        "news" => T("进展"),
        "price" => T("价格"),
        _ => place,
    };

    /// <summary>What it might be, for a preview.</summary>
    internal static string SampleOf(string place) => place switch
    {
        "number" => "WX-20261123-0042",
        "place" => T("3 栋 1102"),
        "title" => T("水槽漏水"),
        "time" or "until" => "14:30",
        "from" => "09:00",
        "person" => T("周师傅"),
        "reason" => T("等配件到货"),
        "news" => T("预计今晚恢复"),
        "price" => "120.00",
        "text" => T("水槽漏水：周师傅 已接单，预计 14:30 前到。"),
        _ => "",
    };
}
