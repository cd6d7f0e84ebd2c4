using Data;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Notices.Channels;
using Notices.Hooks;
using Notices.Pruning;
using Notices.Sending;
using Notices.Texts;
using Notices.WeChat;
using Notices.Wishes;
using Platform;
using Platform.Access;
using Platform.Events;
using Platform.Notices;
using Platform.Settings;

namespace Notices;

/// <summary>Notices on their way out of the product: by mail, text message, WeChat and web hook; who wants what by which way, and in whose words.</summary>
public sealed class NoticesModule : IModule
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public string Name => "notices";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => NoticePermissions.All;

    /// <inheritdoc />
    public IReadOnlyList<ICompanySection> Sections { get; } = [new NoticesSection()];

    /// <inheritdoc />
    public IReadOnlyList<MenuItem> Menu { get; } =
    [
        new("提醒", "settings/notices", "bell", NoticePermissions.Settings, MenuKind.Settings, 30, "哪些事用短信、微信、邮件告诉谁，什么时候不打扰，怎么说"),
        new("发送情况", "desk/deliveries", "retry", NoticePermissions.Deliveries, MenuKind.Settings, 31, "短信、微信、邮件发到了没有，没发到的重发"),
    ];

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddDbContext<DeliveryDueDb>((provider, options) => options.UseApp(provider.GetRequiredService<DatabaseOptions>()), optionsLifetime: ServiceLifetime.Singleton);
        // Addresses may hold what is nobody's business, and what became of a message stands in its row.
        services.AddHttpClient(SmsGateway.Client, client => client.Timeout = Patience).RemoveAllLoggers();
        services.AddHttpClient(WeChatApi.Client, client => client.Timeout = Patience).RemoveAllLoggers();
        services.AddHttpClient(HookChannel.Client, client => client.Timeout = Patience).RemoveAllLoggers().ConfigurePrimaryHttpMessageHandler(p => p.GetRequiredService<HookAddresses>().Handler());
        services.AddSingleton<HookAddresses>();
        services.AddSingleton<WeChatApi>();
        services.AddScoped<CompanySecrets>();
        services.AddScoped<WeChatAccount>();
        services.AddScoped<INoticeChannel, MailChannel>();
        services.AddScoped<INoticeChannel, SmsGateway>();
        services.AddScoped<INoticeChannel, WeChatChannel>();
        services.AddScoped<INoticeChannel, HookChannel>();
        if (configuration["Sms:Url"] is { Length: > 0 }) services.AddScoped<ISmsSender, SmsGateway>();
        services.AddScoped<Recipients>();
        services.AddScoped<WishReader>();
        services.AddScoped<SendDelivery>();
        services.AddScoped<VersionedSettings>();
        services.AddScoped<SaveWishes.Handler>();
        services.AddScoped<SaveDefaults.Handler>();
        services.AddScoped<SaveText.Handler>();
        services.AddScoped<SaveHook.Handler>();
        services.AddScoped<SaveWeChat.Handler>();
        services.AddScoped<TestChannel.Handler>();
        services.AddScoped<ListDeliveries.Handler>();
        services.AddScoped<RetryDelivery.Handler>();
        services.AddScoped<BindWeChat.Handler>();
        services.AddScoped<PruneSchedule>();
        services.AddHandler<NoticesPosted, PlanDeliveries>();
        services.AddHandler<PruneDue, PruneOld>();
    }

    /// <inheritdoc />
    public void MapEntities(ModelBuilder model) => NoticesDb.Map(model);

    /// <inheritdoc />
    public void MapEndpoints(RouteGroupBuilder api)
    {
        SaveWishes.Map(api);
        SaveDefaults.Map(api);
        SaveText.Map(api);
        SaveHook.Map(api);
        SaveWeChat.Map(api);
        TestChannel.Map(api);
        ListDeliveries.Map(api);
        RetryDelivery.Map(api);
        BindWeChat.Map(api);
    }
}
