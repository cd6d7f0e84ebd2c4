using Platform;

namespace Web.Accounts;

static class AccountErrors
{
    internal static readonly Error BadPhone = new(ErrorKind.Invalid, "accounts/bad-phone", "请填写 11 位手机号。");
    internal static readonly Error BadSignIn = new(ErrorKind.Rejected, "accounts/bad-sign-in", "手机号或密码不对。连续错 5 次会锁定 10 分钟。");
    internal static readonly Error Locked = new(ErrorKind.Rejected, "accounts/locked", "密码错误次数太多，请 10 分钟后再试，或用验证码登录。");
    internal static readonly Error BadCode = new(ErrorKind.Rejected, "accounts/bad-code", "验证码不对或已过期，请重新获取。");
    internal static readonly Error TooSoon = new(ErrorKind.Rejected, "accounts/too-soon", "验证码刚发过，请 1 分钟后再试。");
    internal static readonly Error TooMany = new(ErrorKind.Rejected, "accounts/too-many", "今天发送的验证码太多了，请明天再试。");
    internal static readonly Error NotSent = new(ErrorKind.Rejected, "accounts/not-sent", "短信暂时发不出去，请 1 分钟后再试。");
    internal static readonly Error NoMail = new(ErrorKind.Rejected, "accounts/no-mail", "邮件还没有开通。");
    internal static readonly Error BadMail = new(ErrorKind.Invalid, "accounts/bad-mail", "请填写完整的邮箱地址，例如 name@example.com。");
    internal static readonly Error MailNotSent = new(ErrorKind.Rejected, "accounts/mail-not-sent", "邮件暂时发不出去，请 1 分钟后再试。");
    internal static readonly Error MailRefused = new(ErrorKind.Rejected, "accounts/mail-refused", "这个邮箱收不了信，请检查地址。");
    internal static readonly Error WeakPassword = new(ErrorKind.Invalid, "accounts/weak-password", "密码至少 8 位，要有数字。");
    internal static readonly Error NoName = new(ErrorKind.Invalid, "accounts/no-name", "请填写姓名，最长 30 个字。");
}
