using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Settings;
using Platform.Time;
using Tenants.Contracts;
using Web.Access;
using Web.Http;

namespace Tenants.Hours;

/// <summary>Sets the company's working days and hours, holidays and make-up days.</summary>
sealed record SaveCalendar(int Version, IReadOnlyList<DayOfWeek>? WorkingDays, IReadOnlyList<WorkingHours>? Hours, IReadOnlyList<DateOnly>? Holidays, IReadOnlyList<DateOnly>? MakeUpDays)
{
    /// <summary>The calendar as it stands; version 0 until it is first set.</summary>
    internal sealed record Current(CalendarSettings Calendar, int Version);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/settings/calendar", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Read(stop)))
            .RequirePermission(CompanyPermissions.Settings).WithName("ReadCalendar").WithTags("Company");
        api.MapPut("/settings/calendar", Put).RequirePermission(CompanyPermissions.Settings).WithName("SaveCalendar").WithTags("Company");
    }

    static async Task<Results<NoContent, ProblemHttpResult>> Put(SaveCalendar body, Handler handler, CancellationToken stop) => (await handler.Run(body, stop)).ToNoContent();

    internal sealed class Handler(AppDb db, ICompanySettings settings)
    {
        public async Task<Current> Read(CancellationToken stop)
        {
            var row = await db.Set<CompanySetting>().AsNoTracking().Where(s => s.Key == CalendarSettings.Key).Select(s => new { s.Json, s.Version }).SingleOrDefaultAsync(stop);
            return row is null ? new(new(), 0) : new(CompanyJson.Read<CalendarSettings>(row.Json), row.Version);
        }

        public async Task<Result<Done>> Run(SaveCalendar command, CancellationToken stop)
        {
            if (command is not { WorkingDays: { } days, Hours: { } hours, Holidays: { } holidays, MakeUpDays: { } makeUps }) return CommonErrors.Invalid("请填写工作日、工作时间、节假日和补班日。");
            var calendar = new CalendarSettings { WorkingDays = [.. days.Order()], Hours = hours, Holidays = [.. holidays.Order()], MakeUpDays = [.. makeUps.Order()] };
            if (CalendarRules.Check(calendar).Select(p => p.Error).FirstOrDefault() is { } wrong) return wrong;
            var row = await db.Set<CompanySetting>().SingleOrDefaultAsync(s => s.Key == CalendarSettings.Key, stop);
            if ((row?.Version ?? 0) != command.Version) return CommonErrors.Stale;

            await settings.Set(calendar, stop);
            await db.SaveChangesAsync(stop);
            return Done.It;
        }
    }
}
