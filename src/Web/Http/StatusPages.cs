using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Platform.Tenancy;
using static Platform.Words;

namespace Web.Http;

/// <summary>What an empty refusal shows: a problem to programs, a page with a way on to people.</summary>
static class StatusPages
{
    internal static Task Show(StatusCodeContext status) => Show(status.HttpContext);

    internal static async Task Show(HttpContext context)
    {
        var code = context.Response.StatusCode;
        var stranger = code == 403 && context.RequestServices.GetRequiredService<CurrentPerson>() is { AccountId: not null, Access: null };
        var (title, text) = code switch
        {
            403 when stranger => (T("还没有绑定房屋"), T("绑定后就能报修、看进展。已经绑定过的，可能是资格停用了，请联系物业。")),
            400 => (T("页面已过期"), T("请返回上一页，刷新后再试。")),
            403 => (T("没有权限"), T("您没有打开这一页的权限，需要的话请联系公司管理员。")),
            404 => (T("没有找到"), T("这一页不存在，可能已被移走，或您没有查看的权限。")),
            405 => (T("这样做不行"), T("这个地址不接受这种请求。")),
            413 => (T("内容太大"), T("请减少照片或视频后再试。")),
            415 => (T("内容格式不对"), T("接口只收 JSON，请求头 Content-Type 要写 application/json。")),
            429 => (T("操作太频繁"), T("请过一会儿再试。")),
            _ => (T("我们这边出错了"), T("已经记录下来。请稍后再试。")),
        };
        if (context.IsApi() || !context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            await context.WriteProblem(code, code == 413 ? "too-large" : "status-" + code, text);
            return;
        }
        // The page that was refused has set this header and used up the request's renderer: the status page gets a fresh one, of the same company and person.
        context.Response.Headers.Remove("blazor-enhanced-nav");
        var services = context.RequestServices;
        await using var scope = services.CreateAsyncScope();
        if (services.GetRequiredService<ICurrentTenant>().Info is { } tenant) scope.ServiceProvider.GetRequiredService<CurrentTenant>().Enter(tenant);
        var person = services.GetRequiredService<CurrentPerson>();
        var again = scope.ServiceProvider.GetRequiredService<CurrentPerson>();
        (again.AccountId, again.Access) = (person.AccountId, person.Access);
        context.RequestServices = scope.ServiceProvider;
        try
        {
            await new RazorComponentResult<StatusPage>(new { Title = title, Text = text, Plain = code >= 500, Stranger = stranger }) { StatusCode = code }.ExecuteAsync(context);
        }
        finally
        {
            context.RequestServices = services;
        }
    }
}
