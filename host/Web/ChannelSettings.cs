using Notices.Contracts;
using Platform.Notices;

namespace Linli;

/// <summary>The ways out of the product that the settings name. One without settings is not there.</summary>
static class ChannelSettings
{
    internal static void AddChannels(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new NoticeOptions(Root(configuration, "Notices:Site")));
        services.AddSingleton(new HookOptions(configuration.GetValue("Hooks:Anywhere", false)));
        if (configuration["Smtp:Host"] is { Length: > 0 } smtp)
        {
            services.AddSingleton(new SmtpOptions(smtp, configuration.GetValue("Smtp:Port", 25), LinliHost.Required(configuration, "Smtp:From"), configuration["Smtp:User"], configuration["Smtp:Password"],
                configuration.GetValue("Smtp:Tls", true)));
            services.AddScoped<SmtpSender>();
        }
        if (Root(configuration, "Sms:Url") is { } sms)
            services.AddSingleton(new SmsOptions(sms, LinliHost.Required(configuration, "Sms:Key"), LinliHost.Required(configuration, "Sms:Secret")));
        // Companies may have accounts of their own where the platform has none.
        services.AddSingleton(new WeChatServers(Root(configuration, "WeChat:Url") ?? new Uri("https://api.weixin.qq.com/"), Root(configuration, "WeChat:OpenUrl") ?? new Uri("https://open.weixin.qq.com/")));
        if (configuration["WeChat:AppId"] is { Length: > 0 } app)
            services.AddSingleton(new WeChatOptions(app, LinliHost.Required(configuration, "WeChat:Secret"), LinliHost.Required(configuration, "WeChat:Template"), configuration["WeChat:TextField"] ?? "thing1", configuration["WeChat:TimeField"] ?? "time2"));
    }

    static Uri? Root(IConfiguration configuration, string key) => configuration[key] is not { Length: > 0 } address ? null
        : Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var root) && root.Scheme is "http" or "https" ? root
        : throw new SettingException($"{key} is '{address}'; it has to be an address like https://linli.example.com.");
}
