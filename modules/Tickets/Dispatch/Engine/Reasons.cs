using static Platform.Words;

namespace Tickets.Dispatch.Engine;

/// <summary>An appraisal in words that a dispatcher can read.</summary>
static class Reasons
{
    internal static IReadOnlyList<string> Of(Appraisal appraisal, Job job, Situation situation, IReadOnlyDictionary<string, string> skillNames)
    {
        string Name(string skill) => skillNames.GetValueOrDefault(skill, skill);
        var worker = appraisal.Worker;
        return [.. Skills(worker, job, Name), .. Place(appraisal, job), .. Hands(appraisal, situation), .. Record(worker, job, situation), .. WhyNot(appraisal, job, situation, Name)];
    }

    static IEnumerable<string> Skills(Worker worker, Job job, Func<string, string> name) => job.Skills.Where(worker.Skills.ContainsKey)
        .Select(s => worker.Certified.Contains(s) ? T("有{0}证，{1} 级", name(s), worker.Skills[s]) : T("{0} {1} 级", name(s), worker.Skills[s]));

    static IEnumerable<string> Place(Appraisal appraisal, Job job)
    {
        var worker = appraisal.Worker;
        if (job.Building is { } building && worker.Buildings.Contains(building)) yield return T("负责这栋楼");
        else if (worker.Communities.Contains(job.Community)) yield return T("负责本小区");
        if (worker.At is not { } at) yield break;
        yield return at == job.At && at.Building is not null ? T("就在这栋楼") : T("步行 {0} 分钟", Math.Round(appraisal.Walk));
    }

    static IEnumerable<string> Hands(Appraisal appraisal, Situation situation)
    {
        yield return appraisal.Worker.Open == 0 ? T("手上没有单") : T("手上 {0} 单", appraisal.Worker.Open);
        var minutes = (appraisal.Worker.FreeAt - situation.Now).TotalMinutes;
        if (minutes >= 1) yield return T("约 {0} 分钟后有空", Math.Round(minutes));
    }

    static IEnumerable<string> Record(Worker worker, Job job, Situation situation)
    {
        if (job.Familiar.GetValueOrDefault(worker.Id) is > 0 and var times) yield return T("半年内修过这里 {0} 次", times);
        if (worker.Quality.TryGetValue(job.Category, out var quality))
        {
            if (quality.Rating is >= 4.5) yield return T("这类评分 {0}", Math.Round(quality.Rating.Value, 1));
            if (quality.Rework > 0) yield return T("这类返修 {0} 次", quality.Rework);
        }
        if (situation.MeanWeek >= 1 && worker.Week <= 0.7 * situation.MeanWeek) yield return T("本周做得少");
        if (situation.MeanWeek >= 1 && worker.Week >= 1.5 * situation.MeanWeek) yield return T("本周做得多");
    }

    static IEnumerable<string> WhyNot(Appraisal appraisal, Job job, Situation situation, Func<string, string> name) => appraisal.Blocked switch
    {
        Block.Skill => job.Skills.Where(s => !appraisal.Worker.Skills.ContainsKey(s)).Select(s => appraisal.Worker.Expired.Contains(s) ? T("{0}证书已过期", name(s)) : T("没有{0}技能", name(s))),
        Block.Leave => [T("请假中")],
        Block.OffDuty => [appraisal.Worker.OnDuty ? T("不在班次内") : T("不在岗")],
        Block.Area => [T("不负责这个小区")],
        Block.Overload => [T("手上已满 {0} 单", situation.MostOpen)],
        Block.Declined => [T("没有接这张单，或退回过")],
        Block.ShiftEnds => [T("到之前就下班了")],
        _ => [],
    };
}
