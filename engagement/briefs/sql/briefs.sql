-- What the rule reads on the brief's rows.
DO $do$
DECLARE root text;
BEGIN
  FOREACH root IN ARRAY ARRAY['recommendation', 'strategicassessment', 'incident', 'initiative',
                              'inclusionavenue'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER a_scope BEFORE INSERT OR UPDATE ON public.%I'
      ' FOR EACH ROW EXECUTE FUNCTION jisr.root_before()', 'engagement_' || root);
    CALL jisr.make_root(root);
  END LOOP;
END $do$;
CALL jisr.make_child('target', 'recommendation', 'recommendation_id');
CALL jisr.make_child('recommendationaddressee', 'recommendation', 'recommendation_id');
CALL jisr.make_child('strategicassessmentregion', 'strategicassessment', 'strategic_assessment_id');
CALL jisr.make_child('meetingrecommendation', 'meeting', 'meeting_id');
CREATE OR REPLACE TRIGGER c_carry AFTER UPDATE ON public.engagement_recommendation
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION jisr.carry_down('recommendation_id', 'engagement_target',
    'engagement_recommendationaddressee');
CREATE OR REPLACE TRIGGER c_carry AFTER UPDATE ON public.engagement_strategicassessment
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION jisr.carry_down('strategic_assessment_id',
    'engagement_strategicassessmentregion');
CREATE OR REPLACE TRIGGER c_carry_recommendations AFTER UPDATE ON public.engagement_meeting
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION jisr.carry_down('meeting_id',
    'engagement_meetingrecommendation');
