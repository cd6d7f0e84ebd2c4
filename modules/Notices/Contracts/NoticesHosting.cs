using Microsoft.Extensions.DependencyInjection;
using Notices.Sending;

namespace Notices.Contracts;

/// <summary>What a node that serves does beyond answering requests.</summary>
public static class NoticesHosting
{
    /// <summary>Sends what is due, as long as the host runs.</summary>
    public static IServiceCollection AddNoticeDelivery(this IServiceCollection services) => services.AddHostedService<DeliveryWorker>();
}
